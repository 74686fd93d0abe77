/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A process that makes the steps of a sequence: it reads a struct step from a pipe, does it, and
 * writes a struct answer to another.
 */
#ifndef PROBE_WORKER_H
#define PROBE_WORKER_H

#include <sys/types.h>

#include "sequence.h"

struct worker {
    int in, out;
    int who;    /* which of the processes this is */
    int settle; /* milliseconds in which signals arrive */
    pid_t pids[PROCESSES_MAX];
};

/* Does not return. */
void work(struct worker *worker) __attribute__((noreturn));

/* The same in a program that work() has executed, with ARGUMENTS after WORKER_OPTION. */
#define WORKER_OPTION "--worker"
void work_again(const char *program, char **arguments) __attribute__((noreturn));

/* How the program is called, for the operation EXECUTE. */
void set_program(const char *path);

#endif
