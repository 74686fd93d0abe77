/* SPDX-License-Identifier: BSD-3-Clause */
/* How often each system call was made. Libc only. */
#ifndef MOSIX_EMULATOR_TRACE_COUNTS_H
#define MOSIX_EMULATOR_TRACE_COUNTS_H

#include <stdbool.h>
#include <stdio.h>

/* Numbers from here on share one counter. */
#define TRACE_CALLS 512

struct trace_counts {
    unsigned long long calls[TRACE_CALLS + 1];
    unsigned long processes; /* that made them, threads included */
};

/* NUMBER may be any. */
void trace_counts_add(struct trace_counts *counts, unsigned long long number);

/* All of them. */
unsigned long long trace_counts_sum(const struct trace_counts *counts);

/* The call after MARK in this order: more frequent ones first, then smaller numbers. -1 is before
 * the first. Returns -1 after the last one that was made. */
int trace_counts_next(const struct trace_counts *counts, int mark);

#endif
