/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The ranks of Open MPI that run under MOSIX on a node. Libc only.
 */
#ifndef RANK_LIST_H
#define RANK_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "mosps_text.h"

#define RANK_JOB_SIZE 96
#define RANK_PROGRAM_SIZE 256
#define RANK_WHY_SIZE 160
#define RANK_NODE_SIZE 128
#define RANK_DOUBT_SIZE 320

enum rank_lock {
    RANK_UNLOCKED,
    RANK_LOCKED,
    RANK_LOCK_UNKNOWN /* started with a lock that it may have given back */
};

/*
 * One process. What is not known is -1, or "".
 * pid         by which MOSIX knows it: that of mosrun, or of a child that the rank has forked
 * program     the process that runs the program, as MOSIX 4 has one; otherwise as pid
 * is_child    forked by a rank of this list
 * job         as Open MPI writes it: 60160,1 of 4.1, prterun-node1-4711@1 of 5
 * number      the rank
 * where       here, a node, leaving or starting; moving: mosps does not list it meanwhile
 * node, at    the node that told of it, as it was asked, and its address; "" and 0 for this one
 * is_2009     the kernel is that of MOSIX of 2009, which tells of it in files of its own
 * obstacle    what that kernel says about why it cannot move
 * immovable   linked so that MOSIX 4 never moves it
 * needs       megabytes, by -m; 0 for no limit
 * memory      kilobytes
 * cpu, age    seconds of processor time, and since it started
 * queued      seconds for which it could have computed, but others had the processors
 */
struct rank {
    pid_t pid;
    pid_t program;
    bool is_child;
    bool frozen;
    bool checkpoints;
    bool has_mailbox;
    bool immovable;
    bool is_2009;
    enum rank_lock lock;
    char state;
    long number;
    long size;
    long moves;
    unsigned long needs;
    long long memory;
    double cpu;
    double queued;
    double age;
    char job[RANK_JOB_SIZE];
    char where[MOSPS_PLACE_SIZE];
    char home[MOSPS_PLACE_SIZE];
    char path[RANK_PROGRAM_SIZE];
    uint32_t at;
    char node[RANK_NODE_SIZE];
    char obstacle[MOSPS_PLACE_SIZE];
    char why[RANK_WHY_SIZE];
};

/*
 * unreadable  how many of them only their owner or root may look at
 * doubt       why it is not known where they run, and perhaps which there are; or ""
 */
struct rank_list {
    struct rank *list;
    size_t count;
    size_t unreadable;
    char doubt[RANK_DOUBT_SIZE];
};

/* Appends one. Returns 0 or -ENOMEM. */
int rank_list_append(struct rank_list *ranks, const struct rank *rank);

/*
 * Sorts by job (then rank), rank, pid, where, memory, cpu or moves; the last three the most first.
 * Returns 0, or -EINVAL for another word.
 */
int rank_list_sort(struct rank_list *ranks, const char *by);

/* The words of the above, with commas between. */
#define RANK_LIST_ORDERS "job, rank, pid, where, memory, cpu or moves"

void rank_list_free(struct rank_list *ranks);

/* Whether a process is a rank of the list, or the program of one. */
bool rank_list_has(const struct rank_list *ranks, pid_t pid);

/* The name of a rank's program, without its directory. */
const char *rank_program_name(const struct rank *rank);

/* Whether it is away from the node that is its home. */
bool rank_is_away(const struct rank *rank);

/* Whether no order moves it, because of how its program is linked: of MOSIX 4 only [real]. */
bool rank_never_moves(const struct rank *rank);

/* What stands for the place of a rank that mosps leaves out. */
#define RANK_MOVING "moving"

/* Whether it is between two nodes. */
bool rank_is_under_way(const struct rank *rank);

#endif
