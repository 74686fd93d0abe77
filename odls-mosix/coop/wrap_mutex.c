/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: mutexes. Plain ones (see coop_mutex.h) are handed over in the order in which they were
 * asked for. All others, shared with other processes or with priorities, are left to the C library,
 * by calls that do not wait.
 */
#include "coop_wrap.h"

#include <pthread.h>

#include "coop_libc.h"
#include "coop_locks.h"
#include "coop_mutex.h"
#include "coop_runtime.h"

/* The C library tells owners apart by kernel thread, so those of these kinds would let every
 * coroutine in. */
static bool is_ambiguous(const pthread_mutex_t *mutex)
{
    return !coop_mutex_is_plain(mutex) && coop_mutex_type(mutex) != PTHREAD_MUTEX_NORMAL;
}

COOP_WRAPPER int pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes)
{
    int rc = coop_real()->pthread_mutex_init(mutex, attributes);

    if (rc == 0 && is_ambiguous(mutex)) {
        coop_real()->pthread_mutex_destroy(mutex);
        return EINVAL;
    }
    return rc;
}

COOP_WRAPPER int pthread_mutex_lock(pthread_mutex_t *mutex)
{
    return coop_lock(mutex, COOP_NEVER);
}

COOP_WRAPPER int pthread_mutex_unlock(pthread_mutex_t *mutex)
{
    return coop_unlock(mutex);
}

COOP_WRAPPER int pthread_mutex_trylock(pthread_mutex_t *mutex)
{
    int rc;

    if (__builtin_expect(!coop_mutex_is_plain(mutex), 0)) {
        return coop_trylock_unusual(mutex);
    }
    rc = coop_mutex_take(mutex, coop.current->task.id);
    if (rc == -EBUSY || rc == -EDEADLK) {
        /* Perhaps a loop until it succeeds. */
        coop_relax();
        rc = mutex->__data.__lock == COOP_MUTEX_FREE ? coop_mutex_take(mutex, coop.current->task.id)
                                                     : -EBUSY;
    }
    return -rc;
}

COOP_WRAPPER int pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock,
                                         const struct timespec *time)
{
    int64_t deadline;
    int rc;

    if (coop_mutex_is_plain(mutex)) {
        rc = coop_mutex_take(mutex, coop.current->task.id);
        if (rc != -EBUSY) {
            return -rc;
        }
    }
    rc = coop_deadline(clock, time, &deadline);
    return rc < 0 ? -rc : coop_lock(mutex, deadline);
}

COOP_WRAPPER int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *time)
{
    return pthread_mutex_clocklock(mutex, CLOCK_REALTIME, time);
}

COOP_WRAPPER int pthread_mutex_destroy(pthread_mutex_t *mutex)
{
    if (coop_mutex_is_plain(mutex) && mutex->__data.__lock != COOP_MUTEX_FREE) {
        return EBUSY;
    }
    return coop_real()->pthread_mutex_destroy(mutex);
}
