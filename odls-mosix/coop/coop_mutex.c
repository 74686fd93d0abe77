/* SPDX-License-Identifier: BSD-3-Clause */
/* The state of a mutex, see coop_mutex.h. Libc only. */
#include "coop_mutex.h"

#include <limits.h>

int coop_mutex_take(pthread_mutex_t *mutex, int self)
{
    if (mutex->__data.__lock == COOP_MUTEX_FREE) {
        coop_mutex_own(mutex, self);
        return 0;
    }
    if (mutex->__data.__owner != self) {
        return -EBUSY;
    }
    switch (coop_mutex_type(mutex)) {
    case PTHREAD_MUTEX_RECURSIVE_NP:
        if (mutex->__data.__count == UINT_MAX) {
            return -EAGAIN;
        }
        mutex->__data.__count++;
        return 0;
    case PTHREAD_MUTEX_ERRORCHECK_NP:
        return -EDEADLK;
    default:
        return -EBUSY;
    }
}

static bool checks_owner(const pthread_mutex_t *mutex)
{
    return coop_mutex_type(mutex) == PTHREAD_MUTEX_RECURSIVE_NP ||
           coop_mutex_type(mutex) == PTHREAD_MUTEX_ERRORCHECK_NP;
}

int coop_mutex_release(pthread_mutex_t *mutex, int self)
{
    bool wanted = mutex->__data.__lock == COOP_MUTEX_WANTED;

    if (checks_owner(mutex) &&
        (mutex->__data.__lock == COOP_MUTEX_FREE || mutex->__data.__owner != self)) {
        return -EPERM;
    }
    if (coop_mutex_type(mutex) == PTHREAD_MUTEX_RECURSIVE_NP && mutex->__data.__count > 1) {
        mutex->__data.__count--;
        return 0;
    }
    mutex->__data.__lock = COOP_MUTEX_FREE;
    mutex->__data.__owner = 0;
    mutex->__data.__count = 0;
    mutex->__data.__nusers = 0;
    return wanted;
}
