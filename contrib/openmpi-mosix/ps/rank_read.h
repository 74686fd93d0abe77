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
 */
struct rank_source {
    const char *proc;
    bool is_live;
    const char *mosps;
};

/*
 * Appends the process that mosps showed, if it is a rank. Returns 0, also when it has ended
 * meanwhile, or -ENOMEM.
 */
int rank_read_listed(const struct rank_source *source, const struct process_table *processes,
                     const struct mosps_line *shown, struct rank_list *ranks);

/* The same for any process: one of MOSIX of 2009, or one of mosrun. */
int rank_read_process(const struct rank_source *source, const struct process_table *processes,
                      const struct process *process, struct rank_list *ranks);

#endif
