/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Made-up ranks for the tests of ps.
 */
#ifndef PS_RANKS_H
#define PS_RANKS_H

#include "rank_list.h"

/* What put_rank() fills. */
extern struct rank_list ranks;

/* A rank that has computed for a quarter of an hour. */
extern const struct rank busy;

/* Adds such a rank, whose program has the next process ID. */
void put_rank(const char *job, long number, long pid);

/* A teardown function: empties the list. */
int drop_ranks(void **state);

#endif
