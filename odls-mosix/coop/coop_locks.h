/* SPDX-License-Identifier: BSD-3-Clause */
/* Waiting for mutexes: what the wrappers of mutexes and of condition variables share. Plain mutexes
 * (see coop_mutex.h) are handed over in the order in which they were asked for; all others are left
 * to the C library, by calls that do not wait. */
#ifndef COOP_LOCKS_H
#define COOP_LOCKS_H

#include <pthread.h>
#include <stdint.h>

/* pthread_mutex_lock() with a time limit (COOP_NEVER: none): 0 or a positive error number. */
int coop_lock(pthread_mutex_t *mutex, int64_t deadline);

/* pthread_mutex_unlock(): who waited longest owns the mutex now. 0 or a positive error number. */
int coop_unlock(pthread_mutex_t *mutex);

/* pthread_mutex_trylock() of a mutex that is not plain: 0 or a positive error number. */
int coop_trylock_unusual(pthread_mutex_t *mutex);

#endif
