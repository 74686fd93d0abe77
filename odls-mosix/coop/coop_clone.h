/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Threads that a program makes without pthread_create(). MOSIX has no such threads, and nobody
 * could run them as coroutines, because they expect to run beside their maker.
 */
#ifndef COOP_CLONE_H
#define COOP_CLONE_H

#include <stdbool.h>

/* Whether clone() with FLAGS makes a process that shares its maker's memory and runs beside it. */
bool coop_clone_makes_thread(unsigned long flags);

/* Say once that it cannot be; -EAGAIN. */
int coop_clone_refuse(void);

/* The system call, of which no thread comes: what it returns, or -errno. */
long coop_clone(const long arguments[6]);

#endif
