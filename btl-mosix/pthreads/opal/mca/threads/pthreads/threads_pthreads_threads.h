/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Threads of an Open MPI 5 that was built with POSIX threads; see threads_pthreads_mutex.h.
 */
#ifndef MOSIX_THREADS_PTHREADS_THREADS_H
#define MOSIX_THREADS_PTHREADS_THREADS_H

#include <pthread.h>
#include <sched.h>

static inline void opal_thread_yield(void)
{
    (void) sched_yield();
}

#endif
