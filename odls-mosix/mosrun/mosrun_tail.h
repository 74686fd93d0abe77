/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Finding what MOSIX says about a process in what the process writes to standard error. Fed with
 * the pieces in which a pipe gives it; keeps one line. Libc only; trusts nothing in the text.
 */
#ifndef MOSRUN_TAIL_H
#define MOSRUN_TAIL_H

#include "mosrun_end.h"

/* Longer lines are not MOSIX's. */
#define MOSRUN_TAIL_LINE 160

/*
 * line, used  the line that has not ended yet; used is MOSRUN_TAIL_LINE + 1 for one that is too
 *             long
 * said        the whole line that MOSIX has just said, without colours, with what it means in end;
 *             "" for none
 */
struct mosrun_tail {
    char line[MOSRUN_TAIL_LINE];
    size_t used;
    char said[MOSRUN_TAIL_LINE + 1];
    struct mosrun_end end;
};

/*
 * Takes bytes up to the end of the first line that MOSIX said, or all of them if there is none.
 * Starts with a struct of zeros. Returns how many were taken.
 */
size_t mosrun_tail_feed(struct mosrun_tail *tail, const char *data, size_t size);

/*
 * Whether a process has ended because of that line (mosrun_end_is_final()). What mosrun itself does
 * not begin with its name is left out, because a program may say such things, too.
 */
bool mosrun_tail_is_final(const struct mosrun_tail *tail, bool deadly);

#endif
