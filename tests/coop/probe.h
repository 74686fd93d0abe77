/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Common to the probes: small programs with threads that check, from outside, what libmosix-coop.so
 * does. Each probe must succeed with kernel threads as well, so that it is known to expect what
 * POSIX promises and no more.
 */
#ifndef PROBE_H
#define PROBE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* One check of a program; ends the program if it fails. */
struct probe {
    const char *name;
    void (*run)(void);
};

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                \
            exit(EXIT_FAILURE);                                                                    \
        }                                                                                          \
    } while (0)

/* VALUE must be EXPECTED; both are integers. */
#define CHECK_INT(value, expected)                                                                 \
    do {                                                                                           \
        long found = (long) (value);                                                               \
        if (found != (long) (expected)) {                                                          \
            fprintf(stderr, "%s:%d: %s is %ld, expected %s\n", __FILE__, __LINE__, #value, found,  \
                    #expected);                                                                    \
            exit(EXIT_FAILURE);                                                                    \
        }                                                                                          \
    } while (0)

/* Run the probe named by argv[1], or all; "--list" names them. For main(). */
int probe_main(int argc, char **argv, const struct probe *probes, size_t count);

/* Whether threads are coroutines: the library is preloaded. */
bool probe_is_cooperative(void);

/* Kernel threads of this process. */
int probe_tasks(void);

/* With the library there must be one kernel thread. */
void probe_check_tasks(void);

/* A new thread that runs BODY, which must come to be. */
pthread_t probe_start(void *(*body)(void *), void *argument);

/* Waits for the end of THREAD, whatever it returns. */
void probe_join(pthread_t thread);

/* Now plus MILLISECONDS on CLOCK. */
struct timespec probe_after(clockid_t clock, long milliseconds);

/* "NAME=value" of the environment, for that of a child; "NAME=" if it is not set. */
char *probe_variable(const char *name);

/* Milliseconds of CLOCK_MONOTONIC. */
double probe_milliseconds(void);

#endif
