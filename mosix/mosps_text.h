/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What `mosps -n` prints: a heading, then a line for each process [real]. Libc only.
 */
#ifndef MOSPS_TEXT_H
#define MOSPS_TEXT_H

#include <stdbool.h>
#include <sys/types.h>

#define MOSPS_PLACE_SIZE 64

/*
 * One process.
 * where   here, leaving, starting, or a node [doc4]
 * from    here, or the home node of a guest
 * moves   how often it has moved; -1 where the heading has no such column
 */
struct mosps_line {
    pid_t pid;
    bool frozen;
    long moves;
    char where[MOSPS_PLACE_SIZE];
    char from[MOSPS_PLACE_SIZE];
};

/* The columns of a heading, each by its place; -1 for one that it lacks. */
struct mosps_heading {
    int pid;
    int where;
    int from;
    int frozen;
    int moves;
};

/* Reads the heading. Returns 0, or -EINVAL when it is not one. */
int mosps_heading_read(const char *line, struct mosps_heading *heading);

/* Reads a line under that heading. Returns 0, or -EINVAL when it is no process. */
int mosps_line_read(const char *line, const struct mosps_heading *heading,
                    struct mosps_line *process);

#endif
