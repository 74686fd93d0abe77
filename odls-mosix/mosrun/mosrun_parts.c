/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading mpirun's command line; see mosrun_parts.h.
 */
#include "mosrun_parts.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "mosrun_words.h"

static bool is_colon(const char *word)
{
    return strcmp(word, ":") == 0;
}

/* Cuts the program off the end of words; fails if they do not end with it or hold nothing else. */
static int cut_program(struct mosrun_part *part, char *const *program)
{
    int length = mosrun_words_count(program);

    if (length == 0 || length > part->count) {
        return -EINVAL;
    }
    part->count -= length;
    for (int i = 0; i < length; i++) {
        if (strcmp(part->words[part->count + i], program[i]) != 0) {
            return -EINVAL;
        }
    }
    return 0;
}

int mosrun_parts_find(char *const *command, char *const *const *programs, int count,
                      struct mosrun_part *parts)
{
    char *const *word = *command != NULL ? command + 1 : command;
    int found = 0;

    while (*word != NULL) {
        struct mosrun_part part = {.words = word};

        while (*word != NULL && !is_colon(*word)) {
            word++;
        }
        part.count = (int) (word - part.words);
        if (*word != NULL) {
            word++;
        }
        if (part.count == 0) {
            /* Open MPI ignores the second of two colons in a row. */
            continue;
        }
        if (found == count || cut_program(&part, programs[found]) < 0) {
            return -EINVAL;
        }
        parts[found++] = part;
    }
    return found == count ? 0 : -EINVAL;
}

/* Whether word is the option, with one dash or two. */
static bool is_option(const char *word, const char *option)
{
    return word[0] == '-' && strcmp(word + (word[1] == '-' ? 2 : 1), option) == 0;
}

const char *mosrun_parts_value(const struct mosrun_part *part, const char *option, const char *name,
                               int *length)
{
    for (int i = 0; i + 2 < part->count; i++) {
        const char *value = part->words[i + 2];
        size_t size = strlen(value);

        if (!is_option(part->words[i], option) || strcmp(part->words[i + 1], name) != 0) {
            continue;
        }
        if (size >= 2 && value[0] == '"' && value[size - 1] == '"') {
            value++;
            size -= 2;
        }
        *length = (int) size;
        return value;
    }
    return NULL;
}

/* --mca and --gmca, and what Open MPI 5 has for parameters of one project. */
static bool sets_parameter(const char *word)
{
    static const char *const options[] = {"mca", "gmca", "prtemca", "pmixmca", "omca"};

    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        if (is_option(word, options[i])) {
            return true;
        }
    }
    return false;
}

const char *mosrun_parts_next(const struct mosrun_part *part, int *at, const char **value)
{
    for (; *at + 2 < part->count; (*at)++) {
        if (sets_parameter(part->words[*at])) {
            const char *name = part->words[*at + 1];

            *value = part->words[*at + 2];
            *at += 3;
            return name;
        }
    }
    return NULL;
}

bool mosrun_parts_exports(const struct mosrun_part *part, const char *variable)
{
    size_t size = strlen(variable);

    for (int i = 0; i + 1 < part->count; i++) {
        const char *word = part->words[i + 1];

        if (is_option(part->words[i], "x") && strncmp(word, variable, size) == 0 &&
            (word[size] == '=' || word[size] == '\0')) {
            return true;
        }
    }
    return false;
}
