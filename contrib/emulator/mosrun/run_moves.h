/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Moves of the program and its children to other nodes. Under MOSIX a process that moved keeps its
 * home, where its system calls are made, so here a move changes only where the process is said to
 * be: whoever wants one writes a request into the table of places (places.h) and sends mosrun
 * SIGCHLD; mosrun, which traces the process, stops it wherever it is, changes its place, and lets
 * it go on. There is one table in each mosrun; where the cluster has one node there is none, and
 * nothing here does anything.
 */
#ifndef MOSIX_EMULATOR_RUN_MOVES_H
#define MOSIX_EMULATOR_RUN_MOVES_H

#include "run_start.h"

#include <stdbool.h>
#include <sys/types.h>

/* Makes the table, in which the program has the first place. 0 or -errno. START must stay. */
int run_moves_start(const struct run_start *start);

/* The descriptor of the table, or -1. */
int run_moves_descriptor(void);

/* The program has this process ID, and is about to start. */
void run_moves_begin(pid_t program);

/*
 * Stops those that are to move, or whose node is lost; each then comes to run_moves_stopped(). Done
 * by the handler of SIGCHLD, so that no order is missed by a mosrun that is about to wait.
 */
void run_moves_look(void);

enum run_moves_verdict {
    RUN_MOVES_ON,  /* it goes on */
    RUN_MOVES_END, /* it is to end, which mosrun has said */
    RUN_MOVES_LOST /* the node where it was is gone, and it with it; mosrun does not notice [real]
                    */
};

/* PID is stopped: moves it where that is asked. */
enum run_moves_verdict run_moves_stopped(pid_t pid);

/* PID has ended. */
void run_moves_forget(pid_t pid);

/* Whether system calls of PID take longer; and waits that time. */
bool run_moves_are_slow(pid_t pid);
void run_moves_delay(void);

#endif
