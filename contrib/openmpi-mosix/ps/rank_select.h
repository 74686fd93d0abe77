/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which ranks somebody means. Libc only.
 */
#ifndef RANK_SELECT_H
#define RANK_SELECT_H

#include "rank_list.h"

/*
 * Keeps the ranks that who names:
 *   JOB          all of a job: as ps shows it, or the part before its comma or @
 *   JOB:RANKS    some: 3 or 0-3,5
 *   :RANKS       some of the only job of the list; without the colon, if there is no comma
 *   pid=PID      one process
 * Returns 0, or -EINVAL and writes into fault what is wrong, without a full stop.
 */
int rank_select(struct rank_list *ranks, const char *who, char *fault, size_t size);

/* Whether who may name ranks, whatever there is. Returns 0, or -EINVAL and writes into fault what
 * is wrong with it, without a full stop. */
int rank_select_check(const char *who, char *fault, size_t size);

/* Whether who names a job or a process, and not only numbers of ranks in the one job that is there:
 * that may be the job of somebody else. */
bool rank_select_is_named(const struct rank_list *ranks, const char *who);

/* How many of the ranks that who names are not in the list, as the sizes of their jobs tell: their
 * home is another node, or they have ended. Sets *all to how many it names. */
size_t rank_select_elsewhere(const struct rank_list *ranks, const char *who, size_t *all);

#endif
