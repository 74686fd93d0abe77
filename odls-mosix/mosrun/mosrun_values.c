/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Judging values of mosrun's options; see mosrun_values.h.
 */
#include "mosrun_values.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"

/* Longest path of a private directory [doc]. */
#define PRIVATE_PATH_MAX 256

/* Longest number in a time [assumed]. */
#define TIME_DIGITS 6

int mosrun_number_check(const char *text, unsigned long min, unsigned long max)
{
    unsigned long number;
    char *end;

    /* strtoul() alone would take blanks and signs. */
    if (!isdigit((unsigned char) *text)) {
        return -EINVAL;
    }
    errno = 0;
    number = strtoul(text, &end, 10);
    return errno != 0 || *end != '\0' || number < min || number > max ? -EINVAL : 0;
}

int mosrun_token_check(const char *text, unsigned long max)
{
    if (isdigit((unsigned char) *text)) {
        return mosrun_number_check(text, 0, max);
    }
    if (!isalpha((unsigned char) *text)) {
        return -EINVAL;
    }
    while (isgraph((unsigned char) *text)) {
        text++;
    }
    return *text == '\0' ? 0 : -EINVAL;
}

int mosrun_time_check(const char *text)
{
    const char *units = "dhm";
    int colons = 0;

    do {
        size_t digits = strspn(text, DIGITS);
        const char *unit;

        if (digits == 0 || digits > TIME_DIGITS) {
            return -EINVAL;
        }
        text += digits;
        if (*text == '\0' || *text == ':') {
            /* The last number has no colon after it; letters and colons do not mix. */
            if (*units != 'd' || (*text == '\0' && colons == 0) || (*text == ':' && colons == 2)) {
                return -EINVAL;
            }
            colons += *text == ':';
            if (*text == '\0') {
                return 0;
            }
            text++;
            continue;
        }
        unit = strchr(units, *text);
        if (unit == NULL || colons > 0) {
            return -EINVAL;
        }
        units = unit + 1;
        text++;
    } while (*text != '\0');
    /* Nothing may follow a colon but a number. */
    return colons == 0 ? 0 : -EINVAL;
}

static bool is_host_character(char c)
{
    return isalnum((unsigned char) c) || strchr(".-_", c) != NULL;
}

/* A host's name may hold a - itself, so only a range of two plain numbers can be judged. */
static int check_range(const char *entry, size_t length)
{
    size_t first = strspn(entry, DIGITS);

    for (size_t i = 0; i < length; i++) {
        if (!is_host_character(entry[i])) {
            return -EINVAL;
        }
    }
    if (length == 0 || entry[0] == '-' || entry[length - 1] == '-') {
        return -EINVAL;
    }
    if (first < length && entry[first] == '-' &&
        first + 1 + strspn(entry + first + 1, DIGITS) == length &&
        strtoul(entry, NULL, 10) > strtoul(entry + first + 1, NULL, 10)) {
        return -EINVAL;
    }
    return 0;
}

int mosrun_ranges_check(const char *text)
{
    for (;;) {
        size_t length = strcspn(text, ",");

        if (check_range(text, length) < 0) {
            return -EINVAL;
        }
        if (text[length] == '\0') {
            return 0;
        }
        text += length + 1;
    }
}

/* Whether the first component of an absolute path, empty ones and "." aside, is that name. */
static bool is_within(const char *path, size_t length, const char *name)
{
    const char *end = path + length;

    while (path < end && *path == '/') {
        path++;
        if (path < end && *path == '.' && (path + 1 == end || path[1] == '/')) {
            path++;
        }
    }
    length = strlen(name);
    return (size_t) (end - path) >= length && strncmp(path, name, length) == 0 &&
           (path + length == end || path[length] == '/');
}

static int check_private(const char *path, size_t length)
{
    static const char *const forbidden[] = {"etc", "proc", "sys", "dev"};

    if (length == 0 || length > PRIVATE_PATH_MAX || path[0] != '/' ||
        memmem(path, length, "..", 2) != NULL) {
        return -EINVAL;
    }
    for (size_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++) {
        if (is_within(path, length, forbidden[i])) {
            return -EINVAL;
        }
    }
    return 0;
}

int mosrun_directories_check(const char *text, unsigned long max)
{
    for (unsigned long count = 1; count <= max; count++) {
        size_t length = strcspn(text, ":");

        if (check_private(text, length) < 0) {
            return -EINVAL;
        }
        if (text[length] == '\0') {
            return 0;
        }
        text += length + 1;
    }
    return -EINVAL;
}
