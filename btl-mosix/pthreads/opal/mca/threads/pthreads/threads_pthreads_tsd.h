/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Values of threads in an Open MPI 5 that was built with POSIX threads; see threads_pthreads_mutex.h.
 */
#ifndef MOSIX_THREADS_PTHREADS_TSD_H
#define MOSIX_THREADS_PTHREADS_TSD_H

#include <pthread.h>

typedef pthread_key_t opal_tsd_key_t;

static inline int opal_tsd_get(opal_tsd_key_t key, void **value)
{
    *value = pthread_getspecific(key);
    return 0;
}

#endif
