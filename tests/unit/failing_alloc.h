/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Lets the allocations of the code under test fail one after the other, and finds blocks that were
 * never given back. A test links failing_alloc.c with $(failing_alloc_flags), which put these
 * functions in the place of malloc() and its relatives. What the C library allocates for itself is
 * not seen, only what our code asks for and gives back by its own calls.
 */
#ifndef FAILING_ALLOC_H
#define FAILING_ALLOC_H

#include <stdbool.h>
#include <stddef.h>

/* From now on allocation number `which` fails, from 1; 0: none. All counts start again. */
void failing_alloc_start(unsigned long which);

/* Whether that allocation has been asked for. */
bool failing_alloc_happened(void);

/* How many blocks that were allocated since the start have not been freed. */
size_t failing_alloc_live(void);

#endif
