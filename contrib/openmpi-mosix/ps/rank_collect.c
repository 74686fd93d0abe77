/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Finding the ranks of a node; see rank_collect.h.
 */
#include "rank_collect.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "process_table.h"

/* What mosps printed, line by line. */
static int take_listed(const struct rank_source *source, const struct process_table *processes,
                       struct rank_list *ranks)
{
    const char *line = source->mosps;
    struct mosps_heading heading;
    int rc = mosps_heading_read(line, &heading);

    while (rc == 0 && (line = strchr(line, '\n')) != NULL) {
        struct mosps_line found;

        line++;
        if (mosps_line_read(line, &heading, &found) == 0 && strcmp(found.from, "here") == 0) {
            rc = rank_read_listed(source, processes, &found, ranks);
        }
    }
    return rc;
}

/* Whether mosps shows that process, perhaps as a guest. */
static bool is_listed(const char *line, pid_t pid)
{
    struct mosps_heading heading;
    struct mosps_line found;

    (void) mosps_heading_read(line, &heading);
    while ((line = strchr(line, '\n')) != NULL) {
        if (mosps_line_read(++line, &heading, &found) == 0 && found.pid == pid) {
            return true;
        }
    }
    return false;
}

/* What mosps leaves out. */
static int take_moving(const struct rank_source *source, const struct process_table *processes,
                       struct rank_list *ranks)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < processes->count; i++) {
        size_t before = ranks->count;

        rc = rank_read_moving(source, processes, &processes->list[i], ranks);
        if (ranks->count > before && is_listed(source->mosps, processes->list[i].pid)) {
            ranks->count = before;
        }
    }
    return rc;
}

/* Without mosps: every process may be one. */
static int take_all(const struct rank_source *source, const struct process_table *processes,
                    struct rank_list *ranks)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < processes->count; i++) {
        rc = rank_read_process(source, processes, &processes->list[i], ranks);
    }
    return rc;
}

static void mark_children(const struct process_table *processes, struct rank_list *ranks)
{
    for (size_t i = 0; i < ranks->count; i++) {
        const struct process *process = process_table_find(processes, ranks->list[i].pid);

        ranks->list[i].is_child = process != NULL && rank_list_has(ranks, process->parent);
    }
}

int rank_collect(const struct rank_source *source, struct rank_list *ranks)
{
    struct process_table processes;
    int rc = process_table_read(source->proc, &processes);

    memset(ranks, 0, sizeof(*ranks));
    if (rc < 0) {
        return rc;
    }
    rc = source->mosps != NULL ? take_listed(source, &processes, ranks)
                               : take_all(source, &processes, ranks);
    if (rc == 0 && source->mosps != NULL) {
        rc = take_moving(source, &processes, ranks);
    }
    if (rc == 0) {
        mark_children(&processes, ranks);
        (void) rank_list_sort(ranks, "job");
    } else {
        rank_list_free(ranks);
    }
    process_table_free(&processes);
    return rc;
}
