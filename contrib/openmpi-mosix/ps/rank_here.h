/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The ranks of this node now. Libc only.
 */
#ifndef RANK_HERE_H
#define RANK_HERE_H

#include "rank_list.h"

/*
 * Asks mosps, on PATH or where MOSIX is installed, and /proc. With a root, the root's /proc alone
 * is read and nothing is run; "" is this system. Blocks for some milliseconds. Where mosps fails,
 * /proc alone tells, and the doubt of the list says why, unless MOSIX is that of 2009, of which
 * /proc tells all. Returns 0, to be given back by rank_list_free(); or -errno and writes into fault
 * what could not be done.
 */
int rank_here(const char *root, struct rank_list *ranks, char *fault, size_t size);

#endif
