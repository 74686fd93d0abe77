/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The tracer of the program and its children, which mosrun is on MOSIX 4 [real]. Where START says
 * traced, it stops them at the entry and at the end of every system call, as MOSIX 4 does, so that
 * calls cost what they cost in a traced process, and counts them. Otherwise only signals stop them.
 */
#ifndef MOSIX_EMULATOR_RUN_TRACE_H
#define MOSIX_EMULATOR_RUN_TRACE_H

#include "run_start.h"

#include <stdbool.h>
#include <sys/types.h>

/* Begins to trace PID, a child that has not started its program. 0 or -errno. */
int run_trace_attach(pid_t pid);

/*
 * Lets PID and what it forks run until PID ends, and returns its wait status. STOPPED is called
 * when PID has stopped, with the signal, except for SIGSTOP, which PID does not get where START's
 * profile has a mosrun that stays. The counts go to the file or stream that START names;
 * ENVIRONMENT has the rank. Children that are left run on untraced.
 */
int run_trace_wait(const struct run_start *start, pid_t pid, char *const environment[],
                   void (*stopped)(int number));

/* Whether the program was ended by what was asked for, and the user has read why. */
bool run_trace_has_ended_it(void);

#endif
