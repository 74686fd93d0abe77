/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Finds the ranks of a node. Libc only.
 *
 * Of MOSIX 4, mosps tells which processes there are and where they run [real]; without what it
 * prints, the processes of mosrun are taken and where they run is not known. Of MOSIX of 2009,
 * where, from, freezer, lock and nmigs in a process's directory of /proc tell that [seen].
 *
 * A process is a rank when its environment has a rank of Open MPI, or when that may not be read and
 * a daemon of Open MPI has started it. mosrun is setuid, so only root may read its environment; but
 * that of the program, while it is at home, its owner may.
 */
#ifndef RANK_COLLECT_H
#define RANK_COLLECT_H

#include "rank_list.h"
#include "rank_read.h"

/*
 * Returns 0, to be given back by rank_list_free(); -EINVAL when mosps printed no heading; or
 * another -errno.
 */
int rank_collect(const struct rank_source *source, struct rank_list *ranks);

#endif
