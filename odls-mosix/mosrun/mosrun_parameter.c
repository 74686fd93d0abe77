/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Judging one parameter; see mosrun_parameter.h.
 */
#include "mosrun_parameter.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "mosix_box.h"
#include "mosix_tunables.h"
#include "mosix_wait.h"
#include "mosrun_check.h"

#define ENVIRONMENT_PREFIX "OMPI_MCA_"
#define ODLS_PREFIX "odls_mosix_"
#define BTL_PREFIX "btl_mosix_"

/* Longest name that is compared letter by letter; ours are shorter. */
#define NAME_SIZE 64

/* Two mistakes are a slip; with more, a name is another one. */
#define SLIPS_MAX 2

const struct mosrun_btl_word mosrun_btl_words[MOSRUN_BTL_WORD_COUNT] = {
    {"channel", mosix_box_is_channel, MOSIX_BOX_ORDERED " or " MOSIX_BOX_UNORDERED},
    {"nonblocking_mailbox", mosix_switch_is, "true or false"},
    {"wait", mosix_wait_is_mode, MOSIX_WAIT_MODES},
};

/* What Open MPI registers for every component, and for every BTL beside the numbers. */
static const char *const btl_others[] = {"root",          "flags",     "atomic_flags", "put_limit",
                                         "put_alignment", "get_limit", "get_alignment"};
static const char *const odls_others[] = {"additions"};
static const char *const of_components[] = {"major_version", "minor_version", "release_version"};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* The names of one component, one after another; NULL after the last one. */
static const char *btl_name(size_t i)
{
    size_t numbers = 0;

    for (; mosix_tunables[numbers].name != NULL; numbers++) {
        if (numbers == i) {
            return mosix_tunables[i].name;
        }
    }
    i -= numbers;
    if (i < MOSRUN_BTL_WORD_COUNT) {
        return mosrun_btl_words[i].name;
    }
    i -= MOSRUN_BTL_WORD_COUNT;
    if (i < COUNT(btl_others)) {
        return btl_others[i];
    }
    i -= COUNT(btl_others);
    return i < COUNT(of_components) ? of_components[i] : NULL;
}

static const char *odls_name(size_t i)
{
    if (i < MOSRUN_OPTION_COUNT) {
        return mosrun_options[i].name;
    }
    i -= MOSRUN_OPTION_COUNT;
    if (i < COUNT(odls_others)) {
        return odls_others[i];
    }
    i -= COUNT(odls_others);
    return i < COUNT(of_components) ? of_components[i] : NULL;
}

static size_t least(size_t a, size_t b, size_t c)
{
    size_t smaller = a < b ? a : b;

    return smaller < c ? smaller : c;
}

/* How many letters must be put in, taken away or changed to make one name of the other. */
static size_t distance(const char *a, const char *b)
{
    size_t length = strlen(b);
    size_t row[NAME_SIZE + 1];

    if (length > NAME_SIZE || strlen(a) > NAME_SIZE) {
        return NAME_SIZE;
    }
    for (size_t j = 0; j <= length; j++) {
        row[j] = j;
    }
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= length; j++) {
            size_t above = row[j];

            row[j] = least(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[length];
}

/* The part of a name after our prefix, and who knows it; NULL for a name that is not ours. */
static const char *own_part(const char *name, const char *(**names)(size_t))
{
    if (strncmp(name, ODLS_PREFIX, strlen(ODLS_PREFIX)) == 0) {
        *names = odls_name;
        return name + strlen(ODLS_PREFIX);
    }
    if (strncmp(name, BTL_PREFIX, strlen(BTL_PREFIX)) == 0) {
        *names = btl_name;
        return name + strlen(BTL_PREFIX);
    }
    return NULL;
}

bool mosrun_parameter_exists(const char *name, const char **similar)
{
    const char *(*names)(size_t) = NULL;
    const char *part = own_part(name, &names);
    size_t best = SLIPS_MAX + 1;
    const char *known;

    if (similar != NULL) {
        *similar = NULL;
    }
    if (part == NULL) {
        return true;
    }
    for (size_t i = 0; (known = names(i)) != NULL; i++) {
        size_t slips = distance(part, known);

        if (slips == 0) {
            return true;
        }
        if (slips < best && similar != NULL) {
            best = slips;
            *similar = known;
        }
    }
    return false;
}

static int refuse_name(const char *name, const char *similar, char *why, size_t size)
{
    int prefix = strncmp(name, BTL_PREFIX, strlen(BTL_PREFIX)) == 0 ? (int) strlen(BTL_PREFIX)
                                                                    : (int) strlen(ODLS_PREFIX);

    if (similar != NULL) {
        snprintf(why, size, "no such parameter; perhaps %.*s%s is meant", prefix, name, similar);
    } else {
        snprintf(why, size, "no such parameter");
    }
    return -ENOENT;
}

static int judge_btl(const char *part, const char *value, char *why, size_t size)
{
    const struct mosix_tunable *tunable = mosix_tunable_find(part);
    unsigned long number;

    if (tunable != NULL && mosix_tunable_parse(tunable, value, &number) < 0) {
        snprintf(why, size, "not allowed: a whole number from %lu to %lu", tunable->min,
                 tunable->max);
        return -EINVAL;
    }
    for (size_t i = 0; i < MOSRUN_BTL_WORD_COUNT; i++) {
        if (strcmp(mosrun_btl_words[i].name, part) == 0 && !mosrun_btl_words[i].is(value)) {
            snprintf(why, size, "not allowed: %s", mosrun_btl_words[i].allowed);
            return -EINVAL;
        }
    }
    return 0;
}

/* The whole set of settings is checked, of which only this one is not the initial one. */
static int judge_odls(const char *part, const char *value, char *why, size_t size)
{
    struct mosrun_settings settings;
    struct mosrun_fault fault;
    char allowed[256];

    mosrun_settings_init(&settings);
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        const struct mosrun_option *option = &mosrun_options[id];

        if (strcmp(option->name, part) != 0 || (option->expands && strchr(value, '%') != NULL)) {
            continue;
        }
        settings.value[id] = value;
        if (mosrun_check(&settings, MOSIX_RELEASE_NONE, NULL, &fault) == -EINVAL &&
            fault.kind == MOSRUN_FAULT_VALUE) {
            mosrun_allowed(option, allowed, sizeof(allowed));
            snprintf(why, size, "not allowed: %s", allowed);
            return -EINVAL;
        }
    }
    return 0;
}

int mosrun_parameter_judge(const char *name, const char *value, char *why, size_t size)
{
    const char *(*names)(size_t) = NULL;
    const char *part = own_part(name, &names);
    const char *similar;

    if (part == NULL) {
        return 0;
    }
    if (!mosrun_parameter_exists(name, &similar)) {
        return refuse_name(name, similar, why, size);
    }
    return names == btl_name ? judge_btl(part, value, why, size)
                             : judge_odls(part, value, why, size);
}

const char *mosrun_parameter_unknown(char *const *env, const char **similar)
{
    for (; env != NULL && *env != NULL; env++) {
        const char *variable = *env + strlen(ENVIRONMENT_PREFIX);
        char name[NAME_SIZE * 2];

        if (strncmp(*env, ENVIRONMENT_PREFIX, strlen(ENVIRONMENT_PREFIX)) == 0 &&
            snprintf(name, sizeof(name), "%.*s", (int) strcspn(variable, "="), variable) > 0 &&
            !mosrun_parameter_exists(name, similar)) {
            return variable;
        }
    }
    return NULL;
}
