/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reads a step from the words that step_text() writes. Libc only.
 */
#include "sequence.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "boxes.h"
#include "sequence_words.h"

enum { DECIMAL = 10, OCTAL = 8, HEXADECIMAL = 16, BYTE_MAX = 255 };

/* What is left of the text. */
struct reader {
    const char *at;
};

/* Takes WORD if it is next. */
static bool take(struct reader *in, const char *word)
{
    size_t length = strlen(word);

    if (strncmp(in->at, word, length) != 0) {
        return false;
    }
    in->at += length;
    return true;
}

/* Takes a number between MIN and MAX; -1 is one in base 10. */
static bool take_number(struct reader *in, int base, long min, long max, long *value)
{
    char *end;

    if (!isxdigit((unsigned char) *in->at) && *in->at != '-') {
        return false;
    }
    errno = 0;
    *value = strtol(in->at, &end, base);
    if (end == in->at || errno != 0 || *value < min || *value > max) {
        return false;
    }
    in->at = end;
    return true;
}

static bool take_int(struct reader *in, int min, int max, int *value)
{
    long number;

    if (!take_number(in, DECIMAL, min, max, &number)) {
        return false;
    }
    *value = (int) number;
    return true;
}

/* Takes one of COUNT words; returns its number, or -1. */
static int take_one(struct reader *in, const char *const *words, int count)
{
    for (int i = 0; i < count; i++) {
        if (take(in, words[i])) {
            return i;
        }
    }
    return -1;
}

/* The longest of the words that are there, as "write too much" begins with "write". */
static bool take_operation(struct reader *in, struct step *step)
{
    size_t longest = 0;

    for (int i = 0; i < OPERATIONS; i++) {
        size_t length = strlen(step_words[i].words);

        if (length > longest && strncmp(in->at, step_words[i].words, length) == 0 &&
            !isalnum((unsigned char) in->at[length])) {
            longest = length;
            step->operation = (enum operation) i;
        }
    }
    in->at += longest;
    return longest > 0;
}

static bool take_fd(struct reader *in, int *fd)
{
    if (take(in, " mailbox")) {
        *fd = BOX_DESCRIPTOR;
        return true;
    }
    if (take(in, " send box ") && take_int(in, 1, INT_MAX - BOX_DESCRIPTOR, fd)) {
        *fd += BOX_DESCRIPTOR;
        return true;
    }
    return take(in, " descriptor ") && take_int(in, 0, BOX_DESCRIPTOR - 1, fd);
}

static bool take_value(struct reader *in, struct step *step)
{
    switch (step->operation) {
    case OPEN_SEND:
        return take(in, ", ") && (step->value = take_one(in, path_words, PATHS)) >= 0;
    case CALL:
        return take(in, " ") && (step->value = take_one(in, call_words, CALLS)) >= 0;
    case ABOUT:
        return take(in, " ") && (step->value = take_one(in, about_words, ABOUTS)) >= 0;
    default:
        return take(in, ", ") && take_int(in, 0, INT_MAX, &step->value);
    }
}

static bool take_pattern(struct reader *in, struct interested *filter)
{
    int length;
    long byte;

    if (!take_int(in, 0, BYTE_MAX, &length) || !take(in, " at ") ||
        !take_int(in, 0, INT_MAX, &filter->testoffset) || !take(in, ":")) {
        return false;
    }
    filter->testlen = (unsigned char) length;
    for (int i = 0; i < length && i < PATTERN_SIZE; i++) {
        if (!take(in, " ") || !take_number(in, HEXADECIMAL, 0, BYTE_MAX, &byte)) {
            return false;
        }
        filter->testdata[i] = (unsigned char) byte;
    }
    return true;
}

static bool take_home(struct reader *in, struct interested *filter)
{
    int home = take_one(in, home_words, HOMES);

    filter->home = home < 0 ? 0 : (unsigned int) home;
    return home >= 0;
}

/* One condition of a filter. */
static bool take_condition(struct reader *in, struct interested *filter)
{
    int condition;
    bool right = true;

    if (take(in, " pid of ")) {
        condition = WANT_PID;
        right = take_int(in, NOBODY, PROCESSES_MAX - 1, &filter->pid);
    } else if (take(in, " home ")) {
        condition = WANT_HOME;
        right = take_home(in, filter);
    } else if (take(in, " min ")) {
        condition = WANT_MINLEN;
        right = take_int(in, 0, INT_MAX, &filter->minlen);
    } else if (take(in, " max ")) {
        condition = WANT_MAXLEN;
        right = take_int(in, 0, INT_MAX, &filter->maxlen);
    } else if (take(in, " pattern of ")) {
        condition = WANT_PATTERN;
        right = take_pattern(in, filter);
    } else if (take(in, " number ")) {
        condition = WANT_MESSAGENO;
        right = take_int(in, 0, INT_MAX, &filter->msgno);
    } else if (take(in, " offset ")) {
        condition = WANT_OFFSET;
        right = take_int(in, 0, INT_MAX, &filter->msgoffset);
    } else {
        condition = PREVENT_REMOVAL;
        right = take(in, " stays");
    }
    filter->conditions |= (unsigned char) condition;
    return right;
}

static bool take_filter(struct reader *in, struct interested *filter)
{
    if (!take(in, " [")) {
        return false;
    }
    while (!take(in, " ]")) {
        if (!take_condition(in, filter)) {
            return false;
        }
    }
    return true;
}

static bool take_filters(struct reader *in, struct step *step)
{
    int count = step->operation == STORE ? step->parts : 1;

    if (count > STORED_MAX) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        if (!take_filter(in, &step->filter[i])) {
            return false;
        }
    }
    return true;
}

static bool take_flags(struct reader *in, int *flags)
{
    long number;

    if (!take(in, ", flags ") || !take_number(in, OCTAL, 0, INT_MAX, &number)) {
        return false;
    }
    *flags = (int) number;
    return true;
}

/* All that follows the operation's words. */
static bool take_rest(struct reader *in, struct step *step)
{
    int follow = step_words[step->operation].follow;

    return (!(follow & WORD_TO) ||
            (take(in, " to ") && take_int(in, 0, PROCESSES_MAX - 1, &step->to))) &&
           (!(follow & WORD_FD) || take_fd(in, &step->fd)) &&
           (!(follow & WORD_VALUE) || take_value(in, step)) &&
           (!(follow & WORD_FLAGS) || take_flags(in, &step->flags)) &&
           (!(follow & WORD_PARTS) ||
            (take(in, ", ") && take_int(in, 0, PARTS_MAX, &step->parts) && take(in, " times"))) &&
           (!(follow & WORD_SIZE) ||
            (take(in, ", ") && take_number(in, DECIMAL, 0, SIZE_MAX_STEP, &step->size) &&
             take(in, " bytes"))) &&
           (!(follow & WORD_ID) || (take(in, ", id ") && take_int(in, 0, INT_MAX, &step->id))) &&
           (!(follow & WORD_FILTERS) || take_filters(in, step));
}

/* The memory of those who make the steps has room for so much. */
static bool fits(const struct step *step)
{
    bool in_parts = (step_words[step->operation].follow & WORD_PARTS) != 0;

    return !in_parts || step->parts * step->size <= SIZE_MAX_STEP;
}

int step_parse(const char *text, struct step *step)
{
    struct reader in = {text};

    memset(step, 0, sizeof(*step));
    if (!take(&in, "process ") || !take_int(&in, 0, PROCESSES_MAX - 1, &step->who) ||
        !take(&in, ": ") || !take_operation(&in, step) || !take_rest(&in, step)) {
        return -EINVAL;
    }
    return *in.at == '\0' && fits(step) ? 0 : -EINVAL;
}
