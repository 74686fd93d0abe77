/* SPDX-License-Identifier: BSD-3-Clause */
/* The user's names for job IDs. Libc only. */
#include "job_ids.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define BLANKS " \t\r"

/* Whether the line [TEXT, TEXT + LENGTH) is a number, blanks and TOKEN. */
static bool line_matches(const char *text, size_t length, const char *token, long *job_id)
{
    const char *end = text + length;
    const char *number = text + strspn(text, BLANKS);
    const char *word = number + strspn(number, "0123456789");
    size_t blanks = strspn(word, BLANKS);
    size_t token_length = strlen(token);

    if (word == number || blanks == 0 || end - word < (long) (blanks + token_length) ||
        memcmp(word + blanks, token, token_length) != 0) {
        return false;
    }
    word += blanks + token_length;
    errno = 0;
    *job_id = strtol(number, NULL, 10);
    return word + strspn(word, BLANKS) >= end && errno == 0 && *job_id <= INT_MAX;
}

int job_ids_find(const char *text, const char *token, long *job_id)
{
    long found;

    for (;;) {
        size_t length = strcspn(text, "\n");

        if (line_matches(text, length, token, &found)) {
            *job_id = found;
            return 0;
        }
        if (text[length] == '\0') {
            return -ENOENT;
        }
        text += length + 1;
    }
}
