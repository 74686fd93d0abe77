/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Finds what there is to explain: the different ends that a text tells of, or a system call.
 * Libc only; trusts nothing in the text.
 */
#ifndef EXPLAIN_TEXT_H
#define EXPLAIN_TEXT_H

#include <stdio.h>

#include "mosrun_tail.h"

/* Of a log that says more different things, the rest is counted. */
#define EXPLAIN_MAX 32

/*
 * line   what MOSIX said, the first time
 * times  how often such a line came
 */
struct explain_entry {
    char line[MOSRUN_TAIL_LINE + 1];
    struct mosrun_end end;
    unsigned long times;
};

struct explain_list {
    struct explain_entry entries[EXPLAIN_MAX];
    size_t count;
    unsigned long left_out;
};

/* Adds what the next piece of a text tells; tail starts with zeros and belongs to the text. */
void explain_text_feed(struct explain_list *list, struct mosrun_tail *tail, const char *data,
                       size_t size);

/* The last line of a text may have no newline. */
void explain_text_end(struct explain_list *list, struct mosrun_tail *tail);

/* Writes what is in the list. */
void explain_text_print(const struct explain_list *list, FILE *out);

/*
 * Writes about one system call of x86-64: word is its number, also with # before it, its name, or a
 * function of the C library that makes it. Returns 0; 1 when it says no more than that MOSIX does
 * not refuse it; or -ENOENT when the word is none of that.
 */
int explain_call_print(const char *word, FILE *out);

#endif
