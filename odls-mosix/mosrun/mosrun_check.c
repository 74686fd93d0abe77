/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checking the values of launch settings, and what is allowed in words; see mosrun_check.h.
 */
#include "mosrun_check.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "mosix_address.h"
#include "mosrun_rules.h"
#include "mosrun_values.h"
#include "mosrun_words.h"

/* Largest number of a node in a host list [assumed]. */
#define NODE_MAX 2147483647ul

static int check_words(const char *text)
{
    char **words;
    int count = mosrun_words_split(text, &words);

    if (count < 0) {
        return count;
    }
    mosrun_words_free(words);
    return 0;
}

/* Checks one host name; a fault keeps the name, because it may be one of a list. */
static int check_host(const char *name, size_t length, mosrun_host_known_fn host_known,
                      struct mosrun_fault *fault)
{
    if (length == 0 || length >= sizeof(fault->host) || name[0] == '-') {
        return -EINVAL;
    }
    memcpy(fault->host, name, length);
    fault->host[length] = '\0';
    if (host_known != NULL && host_known(fault->host) < 0) {
        fault->kind = MOSRUN_FAULT_HOST;
        return -EINVAL;
    }
    return 0;
}

static int check_hosts(const char *list, mosrun_host_known_fn host_known,
                       struct mosrun_fault *fault)
{
    const char *entry = list;

    for (;;) {
        size_t length = strcspn(entry, ",");
        uint32_t home;
        int result = check_host(entry, length, NULL, fault);

        if (result == 0 && mosrun_number_check(fault->host, 0, NODE_MAX) < 0 &&
            mosix_quad_parse(fault->host, &home) < 0) {
            result = check_host(entry, length, host_known, fault);
        }
        if (result < 0 || entry[length] == '\0') {
            return result;
        }
        entry += length + 1;
    }
}

static int check_value(const struct mosrun_option *option, const char *text,
                       enum mosix_release release, mosrun_host_known_fn host_known,
                       struct mosrun_fault *fault)
{
    uint32_t home;

    if (*text == '\0' || (option->choices != NULL && mosrun_choice_find(option, text) != NULL)) {
        return 0;
    }
    switch (option->kind) {
    case MOSRUN_NUMBER:
        return mosrun_number_check(text, option->min, mosrun_option_max(option, release));
    case MOSRUN_CHOICE:
        return -EINVAL;
    case MOSRUN_ADDRESS:
        return mosix_quad_parse(text, &home);
    case MOSRUN_HOST:
        return check_host(text, strlen(text), host_known, fault);
    case MOSRUN_HOSTS:
        return check_hosts(text, host_known, fault);
    case MOSRUN_TOKEN:
        return mosrun_token_check(text, option->max);
    case MOSRUN_RANGES:
        return mosrun_ranges_check(text);
    case MOSRUN_TIME:
        return mosrun_time_check(text);
    case MOSRUN_DIRECTORY:
        return *text == '/' ? 0 : -EINVAL;
    case MOSRUN_DIRECTORIES:
        return mosrun_directories_check(text, option->max);
    case MOSRUN_LIBRARY:
        return *text == '/' && strpbrk(text, " :") == NULL ? 0 : -EINVAL;
    case MOSRUN_WORDS:
        return check_words(text);
    case MOSRUN_TEXT:
        break;
    }
    return 0;
}

int mosrun_check(const struct mosrun_settings *settings, enum mosix_release release,
                 mosrun_host_known_fn host_known, struct mosrun_fault *fault)
{
    int result;

    memset(fault, 0, sizeof(*fault));
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        mosrun_host_known_fn known = host_known;

        if (id == MOSRUN_REMOTE_HOST_NAME && mosrun_name_is_ignored(settings)) {
            known = NULL;
        }
        fault->kind = MOSRUN_FAULT_VALUE;
        fault->option = (enum mosrun_option_id) id;
        result = check_value(&mosrun_options[id], settings->value[id], release, known, fault);
        if (result < 0) {
            return result;
        }
    }
    return mosrun_rules_check(settings, release, fault);
}

/* Appends to text, of which length bytes are used, and returns how many are now. */
__attribute__((format(printf, 4, 5))) static size_t put(char *text, size_t size, size_t length,
                                                        const char *format, ...)
{
    va_list arguments;

    if (length < size) {
        va_start(arguments, format);
        length += (size_t) vsnprintf(text + length, size - length, format, arguments);
        va_end(arguments);
    }
    return length;
}

static size_t allowed_choices(const struct mosrun_option *option, char *text, size_t size,
                              size_t length)
{
    for (const struct mosrun_choice *choice = option->choices; choice->word != NULL; choice++) {
        length =
            put(text, size, length, "%s %s", choice == option->choices ? "" : ",", choice->word);
    }
    return length;
}

/* The forms that do not depend on the numbers of the row. */
static const char *allowed_form(enum mosrun_kind kind)
{
    switch (kind) {
    case MOSRUN_ADDRESS:
        return "an IPv4 address of four numbers, such as 192.168.1.7";
    case MOSRUN_HOST:
        return "the name of one host";
    case MOSRUN_HOSTS:
        return "host names, IPv4 addresses or node numbers, with one comma between";
    case MOSRUN_RANGES:
        return "hosts or ranges such as 3-7, with one comma between";
    case MOSRUN_TIME:
        return "days, hours and minutes as DD:HH:MM, HH:MM, or such as 2d, 3h, 4m and 2d3h4m";
    case MOSRUN_DIRECTORY:
        return "a path that starts with /";
    case MOSRUN_WORDS:
        return "words with every quote closed";
    default:
        return "any text";
    }
}

void mosrun_allowed(const struct mosrun_option *option, char *text, size_t size)
{
    size_t length = 0;

    switch (option->kind) {
    case MOSRUN_NUMBER:
        length = put(text, size, 0, "a whole number from %lu to %lu", option->min, option->max);
        if (option->max_4 != 0) {
            length = put(text, size, length, " (under MOSIX 4 to %lu)", option->max_4);
        }
        if (option->choices != NULL) {
            length = put(text, size, length, ", or");
            length = allowed_choices(option, text, size, length);
        }
        break;
    case MOSRUN_CHOICE:
        length = put(text, size, 0, "one of");
        length = allowed_choices(option, text, size, length);
        break;
    case MOSRUN_LIBRARY:
        length = put(text, size, 0, "a path that starts with / and has no blank and no colon, or");
        length = allowed_choices(option, text, size, length);
        break;
    case MOSRUN_TOKEN:
        length =
            put(text, size, 0, "a whole number from 0 to %lu, or a word that starts with a letter",
                option->max);
        break;
    case MOSRUN_DIRECTORIES:
        length = put(text, size, 0,
                     "at most %lu paths, with one colon between, that start with /, have no .. "
                     "and are not within /etc, /proc, /sys or /dev",
                     option->max);
        break;
    default:
        length = put(text, size, 0, "%s", allowed_form(option->kind));
        break;
    }
    if (option->expands) {
        (void) put(text, size, length,
                   "; %%r stands for the rank, %%n for the rank on its node, %%j for the job, %%h "
                   "for the node, %%%% for %%");
    }
}
