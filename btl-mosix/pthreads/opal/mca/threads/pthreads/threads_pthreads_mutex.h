/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Locks of an Open MPI 5 that was built with POSIX threads, where its own header of this name is not
 * installed. See ../../../../../README.md.
 */
#ifndef MOSIX_THREADS_PTHREADS_MUTEX_H
#define MOSIX_THREADS_PTHREADS_MUTEX_H

#include <pthread.h>

/* The headers of Open MPI that include this one count on these. */
#include "opal/class/opal_object.h"
#include "opal/constants.h"

#define OPAL_THREAD_INTERNAL_MUTEX_INITIALIZER PTHREAD_MUTEX_INITIALIZER

typedef pthread_mutex_t opal_thread_internal_mutex_t;
typedef pthread_cond_t opal_thread_internal_cond_t;

static inline void opal_thread_internal_mutex_lock(opal_thread_internal_mutex_t *lock)
{
    (void) pthread_mutex_lock(lock);
}

static inline void opal_thread_internal_mutex_unlock(opal_thread_internal_mutex_t *lock)
{
    (void) pthread_mutex_unlock(lock);
}

/* Returns 0 when the lock was taken. */
static inline int opal_thread_internal_mutex_trylock(opal_thread_internal_mutex_t *lock)
{
    return pthread_mutex_trylock(lock) != 0;
}

#endif
