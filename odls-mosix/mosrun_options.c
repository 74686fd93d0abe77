/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checking launch settings; see mosrun_options.h. The table itself is in mosrun_table.c.
 */
#include "mosrun_options.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mosix_address.h"
#include "mosrun_words.h"

/* Largest number of a node in a host list [assumed]. */
#define NODE_MAX 2147483647ul

void mosrun_settings_init(struct mosrun_settings *settings)
{
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        settings->value[id] = mosrun_options[id].initial;
    }
}

int mosrun_number_check(const char *text, unsigned long max)
{
    unsigned long number;
    char *end;

    /* strtoul() alone would take blanks and signs. */
    if (!isdigit((unsigned char) *text)) {
        return -EINVAL;
    }
    errno = 0;
    number = strtoul(text, &end, 10);
    return errno != 0 || *end != '\0' || number > max ? -EINVAL : 0;
}

const struct mosrun_choice *mosrun_choice_find(const struct mosrun_option *option, const char *word)
{
    for (const struct mosrun_choice *choice = option->choices; choice->word != NULL; choice++) {
        if (strcmp(choice->word, word) == 0) {
            return choice;
        }
    }
    return NULL;
}

static int check_token(const char *text, unsigned long max)
{
    if (isdigit((unsigned char) *text)) {
        return mosrun_number_check(text, max);
    }
    if (!isalpha((unsigned char) *text)) {
        return -EINVAL;
    }
    while (isgraph((unsigned char) *text)) {
        text++;
    }
    return *text == '\0' ? 0 : -EINVAL;
}

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

        if (result == 0 && mosrun_number_check(fault->host, NODE_MAX) < 0 &&
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
                       mosrun_host_known_fn host_known, struct mosrun_fault *fault)
{
    uint32_t home;

    if (*text == '\0') {
        return 0;
    }
    switch (option->kind) {
    case MOSRUN_NUMBER:
        return mosrun_number_check(text, option->max);
    case MOSRUN_CHOICE:
        return mosrun_choice_find(option, text) == NULL ? -EINVAL : 0;
    case MOSRUN_ADDRESS:
        return mosix_quad_parse(text, &home);
    case MOSRUN_HOST:
        return check_host(text, strlen(text), host_known, fault);
    case MOSRUN_HOSTS:
        return check_hosts(text, host_known, fault);
    case MOSRUN_TOKEN:
        return check_token(text, option->max);
    case MOSRUN_WORDS:
        return check_words(text);
    case MOSRUN_TEXT:
        break;
    }
    return 0;
}

static int is_set(const struct mosrun_settings *settings, enum mosrun_option_id id)
{
    return *settings->value[id] != '\0';
}

int mosrun_name_is_ignored(const struct mosrun_settings *settings)
{
    return is_set(settings, MOSRUN_REMOTE_HOST_NAME) &&
           is_set(settings, MOSRUN_REMOTE_HOST_ADDRESS);
}

static int contradiction(struct mosrun_fault *fault, enum mosrun_option_id option,
                         enum mosrun_option_id other)
{
    fault->kind = MOSRUN_FAULT_CONTRADICTION;
    fault->option = option;
    fault->other = other;
    return -EINVAL;
}

static int check_location(const struct mosrun_settings *settings, struct mosrun_fault *fault)
{
    static const enum mosrun_option_id hosts[] = {
        MOSRUN_REMOTE_HOST_LIST,
        MOSRUN_REMOTE_HOST_ADDRESS,
        MOSRUN_REMOTE_HOST_NAME,
    };
    const char *location = settings->value[MOSRUN_START_LOCATION];
    int custom = strcmp(location, "custom") == 0;
    int count = 0;

    for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
        if (!is_set(settings, hosts[i])) {
            continue;
        }
        count++;
        if (*location != '\0' && !custom) {
            return contradiction(fault, MOSRUN_START_LOCATION, hosts[i]);
        }
        if (hosts[i] != MOSRUN_REMOTE_HOST_LIST && is_set(settings, MOSRUN_REMOTE_HOST_LIST)) {
            return contradiction(fault, MOSRUN_REMOTE_HOST_LIST, hosts[i]);
        }
    }
    if (custom && count == 0) {
        return contradiction(fault, MOSRUN_START_LOCATION, MOSRUN_REMOTE_HOST_NAME);
    }
    return 0;
}

int mosrun_check(const struct mosrun_settings *settings, mosrun_host_known_fn host_known,
                 struct mosrun_fault *fault)
{
    memset(fault, 0, sizeof(*fault));
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        mosrun_host_known_fn known = host_known;

        if (id == MOSRUN_REMOTE_HOST_NAME && mosrun_name_is_ignored(settings)) {
            known = NULL;
        }
        fault->kind = MOSRUN_FAULT_VALUE;
        fault->option = (enum mosrun_option_id) id;
        if (check_value(&mosrun_options[id], settings->value[id], known, fault) < 0) {
            return -EINVAL;
        }
    }
    return check_location(settings, fault);
}

static void allowed_choices(const struct mosrun_option *option, char *text, size_t size)
{
    size_t length = (size_t) snprintf(text, size, "one of");

    for (const struct mosrun_choice *choice = option->choices; choice->word != NULL; choice++) {
        if (length < size) {
            length += (size_t) snprintf(text + length, size - length, "%s %s",
                                        choice == option->choices ? "" : ",", choice->word);
        }
    }
}

void mosrun_allowed(const struct mosrun_option *option, char *text, size_t size)
{
    switch (option->kind) {
    case MOSRUN_NUMBER:
        snprintf(text, size, "a whole number from 0 to %lu", option->max);
        break;
    case MOSRUN_CHOICE:
        allowed_choices(option, text, size);
        break;
    case MOSRUN_ADDRESS:
        snprintf(text, size, "an IPv4 address of four numbers, such as 192.168.1.7");
        break;
    case MOSRUN_HOST:
        snprintf(text, size, "the name of one host");
        break;
    case MOSRUN_HOSTS:
        snprintf(text, size, "host names, IPv4 addresses or node numbers, with one comma between");
        break;
    case MOSRUN_TOKEN:
        snprintf(text, size, "a whole number from 0 to %lu, or a word that starts with a letter",
                 option->max);
        break;
    case MOSRUN_WORDS:
        snprintf(text, size, "words with every quote closed");
        break;
    case MOSRUN_TEXT:
        snprintf(text, size, "any text");
        break;
    }
}
