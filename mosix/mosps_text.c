/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading what mosps prints; see mosps_text.h.
 */
#include "mosps_text.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLANKS " \t"

/* Copies the word with that index, cut to size. Returns whether there is one before the newline. */
static bool word_at(const char *line, int index, char *word, size_t size)
{
    for (;; index--) {
        size_t length;

        line += strspn(line, BLANKS);
        length = strcspn(line, BLANKS "\n");
        if (length == 0) {
            return false;
        }
        if (index == 0) {
            snprintf(word, size, "%.*s", (int) (length < size ? length : size - 1), line);
            return true;
        }
        line += length;
    }
}

int mosps_heading_read(const char *line, struct mosps_heading *heading)
{
    char word[MOSPS_PLACE_SIZE];
    struct {
        const char *name;
        int *index;
    } columns[] = {
        {"PID", &heading->pid},    {"WHERE", &heading->where}, {"FROM", &heading->from},
        {"FRZ", &heading->frozen}, {"NMIGS", &heading->moves},
    };

    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        *columns[i].index = -1;
    }
    for (int index = 0; word_at(line, index, word, sizeof(word)); index++) {
        for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
            if (strcmp(word, columns[i].name) == 0) {
                *columns[i].index = index;
            }
        }
    }
    return heading->pid >= 0 && heading->where >= 0 ? 0 : -EINVAL;
}

static bool number_at(const char *line, int index, long max, long *number)
{
    char word[MOSPS_PLACE_SIZE];
    char *end;

    if (index < 0 || !word_at(line, index, word, sizeof(word)) || word[0] < '0' || word[0] > '9') {
        return false;
    }
    errno = 0;
    *number = strtol(word, &end, 10);
    return *end == '\0' && errno == 0 && *number <= max;
}

int mosps_line_read(const char *line, const struct mosps_heading *heading,
                    struct mosps_line *process)
{
    char word[MOSPS_PLACE_SIZE] = "-";
    long number;

    memset(process, 0, sizeof(*process));
    if (!number_at(line, heading->pid, INT_MAX, &number) || number == 0 ||
        !word_at(line, heading->where, process->where, sizeof(process->where))) {
        return -EINVAL;
    }
    process->pid = (pid_t) number;
    if (heading->from < 0 || !word_at(line, heading->from, process->from, sizeof(process->from))) {
        snprintf(process->from, sizeof(process->from), "here");
    }
    if (heading->frozen >= 0) {
        (void) word_at(line, heading->frozen, word, sizeof(word));
    }
    process->frozen = strcmp(word, "-") != 0;
    process->moves = number_at(line, heading->moves, LONG_MAX, &number) ? number : -1;
    return 0;
}
