/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: read-write locks and spin locks. The C library keeps their state, by calls that do not
 * wait; its spin loops and futexes are replaced.
 */
#include "coop_wrap.h"

#include <pthread.h>

#include "coop_libc.h"
#include "coop_runtime.h"

/* Nobody tells when another process unlocks. */
static bool is_shared(const pthread_rwlock_t *lock)
{
    return lock->__data.__shared != 0;
}

static int take(pthread_rwlock_t *lock, int (*attempt)(pthread_rwlock_t *), int64_t deadline)
{
    struct coop_wait wait = {.object = lock, .deadline = deadline};
    int rc;

    while ((rc = attempt(lock)) == EBUSY) {
        if (deadline != COOP_NEVER && coop_now() >= deadline) {
            return ETIMEDOUT;
        }
        if (is_shared(lock)) {
            coop_block_busy();
            continue;
        }
        coop.rwlock_waits++;
        coop_block(&wait);
        coop.rwlock_waits--;
    }
    return rc;
}

static int take_by_clock(pthread_rwlock_t *lock, int (*attempt)(pthread_rwlock_t *),
                         clockid_t clock, const struct timespec *time)
{
    int64_t deadline;
    int rc = attempt(lock);

    if (rc != EBUSY) {
        return rc;
    }
    rc = coop_deadline(clock, time, &deadline);
    return rc < 0 ? -rc : take(lock, attempt, deadline);
}

COOP_WRAPPER int pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
    return take(lock, coop_real()->pthread_rwlock_tryrdlock, COOP_NEVER);
}

COOP_WRAPPER int pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
    return take(lock, coop_real()->pthread_rwlock_trywrlock, COOP_NEVER);
}

COOP_WRAPPER int pthread_rwlock_timedrdlock(pthread_rwlock_t *lock, const struct timespec *time)
{
    return take_by_clock(lock, coop_real()->pthread_rwlock_tryrdlock, CLOCK_REALTIME, time);
}

COOP_WRAPPER int pthread_rwlock_timedwrlock(pthread_rwlock_t *lock, const struct timespec *time)
{
    return take_by_clock(lock, coop_real()->pthread_rwlock_trywrlock, CLOCK_REALTIME, time);
}

COOP_WRAPPER int pthread_rwlock_clockrdlock(pthread_rwlock_t *lock, clockid_t clock,
                                            const struct timespec *time)
{
    return take_by_clock(lock, coop_real()->pthread_rwlock_tryrdlock, clock, time);
}

COOP_WRAPPER int pthread_rwlock_clockwrlock(pthread_rwlock_t *lock, clockid_t clock,
                                            const struct timespec *time)
{
    return take_by_clock(lock, coop_real()->pthread_rwlock_trywrlock, clock, time);
}

/* A failed attempt may be part of a loop. */
static int try_again(pthread_rwlock_t *lock, int (*attempt)(pthread_rwlock_t *))
{
    int rc = attempt(lock);

    if (rc == EBUSY) {
        coop_relax();
        rc = attempt(lock);
    }
    return rc;
}

COOP_WRAPPER int pthread_rwlock_tryrdlock(pthread_rwlock_t *lock)
{
    return try_again(lock, coop_real()->pthread_rwlock_tryrdlock);
}

COOP_WRAPPER int pthread_rwlock_trywrlock(pthread_rwlock_t *lock)
{
    return try_again(lock, coop_real()->pthread_rwlock_trywrlock);
}

COOP_WRAPPER int pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
    int rc = coop_real()->pthread_rwlock_unlock(lock);

    if (rc == 0 && coop.rwlock_waits > 0) {
        coop_wake(lock, SIZE_MAX);
    }
    return rc;
}

COOP_WRAPPER int pthread_spin_lock(pthread_spinlock_t *lock)
{
    int rc;

    while ((rc = coop_real()->pthread_spin_trylock(lock)) == EBUSY) {
        coop_block_busy();
    }
    return rc;
}

COOP_WRAPPER int pthread_spin_trylock(pthread_spinlock_t *lock)
{
    int rc = coop_real()->pthread_spin_trylock(lock);

    if (rc == EBUSY) {
        coop_relax();
        rc = coop_real()->pthread_spin_trylock(lock);
    }
    return rc;
}
