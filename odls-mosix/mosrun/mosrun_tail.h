/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a process said last on standard error, as far as MOSIX said it. Fed with the pieces in which
 * a pipe gives it; keeps one line. Libc only; trusts nothing in the text.
 */
#ifndef MOSRUN_TAIL_H
#define MOSRUN_TAIL_H

#include "mosrun_end.h"

/* Longer lines are not MOSIX's. */
#define MOSRUN_TAIL_LINE 160

/*
 * line, used  the line that has not ended yet; used is MOSRUN_TAIL_LINE + 1 for one that is too
 * long said        the last whole line that MOSIX said, with what it means in end; "" when
 * something else was said after it
 */
struct mosrun_tail {
    char line[MOSRUN_TAIL_LINE];
    size_t used;
    char said[MOSRUN_TAIL_LINE + 1];
    struct mosrun_end end;
};

/* Takes the next piece. Starts with a struct of zeros. */
void mosrun_tail_feed(struct mosrun_tail *tail, const char *data, size_t size);

/* Whether the process ended because of what MOSIX said last (mosrun_end_is_final()). */
bool mosrun_tail_is_final(const struct mosrun_tail *tail, bool deadly);

#endif
