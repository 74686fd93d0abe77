/* SPDX-License-Identifier: BSD-3-Clause */
/* The values that mosrun's options take. Libc only. */
#include "run_values.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define TIME_PART_DIGITS 6
#define HOST_MAX 255
#define PRIVATE_DIRECTORY_MAX 256
#define REDIRECTION_FD_MAX 1023
#define NODE_NUMBER_DIGITS 9

/* isdigit() and friends depend on the locale and on the sign of char. */
static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alphanumeric(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int run_value_number(const char *text, long least, long most, long *number)
{
    char *end;
    long value;

    if (!is_digit(text[0])) {
        return -EINVAL;
    }
    errno = 0;
    value = strtol(text, &end, 10);
    if (*end != '\0') {
        return -EINVAL;
    }
    if (errno != 0 || value < least || value > most) {
        return -ERANGE;
    }
    *number = value;
    return 0;
}

/*
 * One number of a time and what follows it: a letter, a colon, or '.' for the end of the text.
 * Returns how far to go on, 0 where there is no number.
 */
static size_t time_part(const char *text, long *number, char *unit)
{
    size_t digits = 0;

    *number = 0;
    while (digits < TIME_PART_DIGITS && is_digit(text[digits])) {
        *number = *number * 10 + (text[digits++] - '0');
    }
    *unit = text[digits] == '\0' ? '.' : text[digits];
    if (digits == 0 || strchr(":dhm", text[digits]) == NULL) {
        return 0;
    }
    return digits + (text[digits] != '\0');
}

int run_value_time(const char *text, long *minutes)
{
    static const struct {
        const char *units;
        long weights[3];
    } forms[] = {
        {"::.", {1440, 60, 1}}, {":.", {60, 1}},    {"d", {1440}},     {"h", {60}},     {"m", {1}},
        {"dhm", {1440, 60, 1}}, {"dh", {1440, 60}}, {"dm", {1440, 1}}, {"hm", {60, 1}},
    };
    char units[4] = "";
    long numbers[3];
    size_t parts = 0;
    size_t step;

    while (parts < 3 && *text != '\0' &&
           (step = time_part(text, &numbers[parts], &units[parts])) > 0) {
        text += step;
        parts++;
    }
    if (*text != '\0') {
        return -EINVAL;
    }
    units[parts] = '\0';
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        if (strcmp(forms[i].units, units) == 0) {
            *minutes = 0;
            for (size_t part = 0; part < parts; part++) {
                *minutes += numbers[part] * forms[i].weights[part];
            }
            return 0;
        }
    }
    return -EINVAL;
}

int run_value_address(const char *text)
{
    for (int part = 0; part < 4; part++) {
        size_t digits = strspn(text, "0123456789");
        long number = 0;

        if (digits == 0 || digits > 3 || (digits > 1 && text[0] == '0')) {
            return -EINVAL;
        }
        for (size_t i = 0; i < digits; i++) {
            number = number * 10 + (text[i] - '0');
        }
        if (number > 255) {
            return -ERANGE;
        }
        text += digits;
        if (*text != (part < 3 ? '.' : '\0')) {
            return -EINVAL;
        }
        text++;
    }
    return 0;
}

static bool is_host(const char *text, size_t length)
{
    if (length == 0 || length > HOST_MAX || !is_alphanumeric(text[0])) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (!is_alphanumeric(text[i]) && strchr(".-_", text[i]) == NULL) {
            return false;
        }
    }
    return true;
}

int run_value_host(const char *text)
{
    return is_host(text, strlen(text)) ? 0 : -EINVAL;
}

/* Names of hosts may contain '-' themselves, so only a range of two plain numbers can be judged. */
static int check_range(const char *text, size_t length)
{
    size_t first = strspn(text, "0123456789");
    size_t second;

    if (first == length || text[first] != '-') {
        return 0;
    }
    second = strspn(text + first + 1, "0123456789");
    if (first + 1 + second != length) {
        return 0;
    }
    if (first > NODE_NUMBER_DIGITS || second > NODE_NUMBER_DIGITS) {
        return -ERANGE;
    }
    return atol(text) <= atol(text + first + 1) ? 0 : -ERANGE;
}

int run_value_hosts(const char *text)
{
    for (;;) {
        size_t length = strcspn(text, ",");
        int rc;

        if (!is_host(text, length) || text[length - 1] == '-') {
            return -EINVAL;
        }
        rc = check_range(text, length);
        if (rc < 0 || text[length] == '\0') {
            return rc;
        }
        text += length + 1;
    }
}

int run_value_directory(const char *text)
{
    return text[0] == '/' ? 0 : -EINVAL;
}

/* "/proc", "//proc/", "/./proc/x" name /proc or something below it. */
static bool is_within(const char *path, const char *name)
{
    size_t length = strlen(name);

    do {
        path += strspn(path, "/");
        if (path[0] != '.' || (path[1] != '/' && path[1] != '\0')) {
            break;
        }
        path++;
    } while (*path != '\0');
    return strncmp(path, name, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

int run_value_private_directory(const char *text)
{
    static const char *const refused[] = {"etc", "proc", "sys", "dev"};

    if (text[0] != '/') {
        return -EINVAL;
    }
    if (strlen(text) > PRIVATE_DIRECTORY_MAX || strstr(text, "..") != NULL) {
        return -ERANGE;
    }
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        if (is_within(text, refused[i])) {
            return -ERANGE;
        }
    }
    return 0;
}

int run_value_redirections(const char *text)
{
    char separator = ',';

    if (text[0] != '\0' && !is_digit(text[0])) {
        separator = *text++;
    }
    for (;;) {
        const char *end = strchrnul(text, separator);
        size_t digits = strspn(text, "0123456789");

        if (digits == 0 || text[digits] != '=' || text + digits + 1 == end) {
            return -EINVAL;
        }
        if (digits > 4 || atol(text) > REDIRECTION_FD_MAX) {
            return -ERANGE;
        }
        if (*end == '\0') {
            return 0;
        }
        text = end + 1;
    }
}

int run_value_token(const char *text)
{
    size_t length = strcspn(text, " \t\r\n\v\f");

    if (length == 0 || text[length] != '\0' || text[0] == '-') {
        return -EINVAL;
    }
    return text[strspn(text, "0123456789")] == '\0' ? -EINVAL : 0;
}
