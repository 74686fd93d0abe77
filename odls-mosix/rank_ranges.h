/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Numbers of ranks for a reader: "0-3, 7". Libc only.
 */
#ifndef RANK_RANGES_H
#define RANK_RANGES_H

#include <stddef.h>

/* All zero to begin with. */
struct rank_ranges {
    size_t count; /* of the numbers that were added */
    unsigned long first;
    unsigned long last; /* of the range that may still grow */
    char text[160];     /* the ranges before it; where there are too many, it ends with "..." */
};

/* Adds a number that is larger than those before. */
void rank_ranges_add(struct rank_ranges *ranges, unsigned long number);

/* Puts the last range into the text, after which no more can be added. Returns the text. */
const char *rank_ranges_end(struct rank_ranges *ranges);

#endif
