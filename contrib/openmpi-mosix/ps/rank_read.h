/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the files of one process tell about a rank. Libc only.
 */
#ifndef RANK_READ_H
#define RANK_READ_H

#include <stdbool.h>

#include "mosps_text.h"
#include "process_table.h"
#include "rank_list.h"

/*
 * proc     a directory such as /proc
 * is_live  it is this system's own; otherwise no link in it is followed
 * mosps    what `mosps -n` printed, or NULL
 * mosrun   the path of mosrun here, or NULL: of moving ranks only those count that it started
 * user     whose moving ranks count; 0 for everybody's
 */
struct rank_source {
    const char *proc;
    bool is_live;
    const char *mosps;
    const char *mosrun;
    uid_t user;
};

/*
 * Appends the process that mosps showed, if it is a rank. Returns 0, also when it has ended
 * meanwhile, or -ENOMEM.
 */
int rank_read_listed(const struct rank_source *source, const struct process_table *processes,
                     const struct mosps_line *shown, struct rank_list *ranks);

/*
 * The same for a process that mosps did not show: MOSIX leaves ranks out while they move [real]. It
 * is one if its command line says which rank it is, and a daemon of Open MPI or a rank of the list
 * has started it.
 */
int rank_read_moving(const struct rank_source *source, const struct process_table *processes,
                     const struct process *process, struct rank_list *ranks);

/* The same for any process: one of MOSIX of 2009, or one of mosrun. */
int rank_read_process(const struct rank_source *source, const struct process_table *processes,
                      const struct process *process, struct rank_list *ranks);

#endif
