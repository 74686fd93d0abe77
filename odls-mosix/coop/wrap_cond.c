/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: condition variables and barriers. Of a condition variable's memory only the clock is
 * used (all zero: CLOCK_REALTIME, as the static initialiser has it); the scheduler
 * knows who waits.
 */
#include "coop_wrap.h"

#include <pthread.h>
#include <string.h>

#include "coop_cancel.h"
#include "coop_libc.h"
#include "coop_locks.h"
#include "coop_runtime.h"

struct condition {
    clockid_t clock;
};

struct barrier {
    unsigned needed; /* 0: not initialised */
    unsigned arrived;
    unsigned round;
};

_Static_assert(sizeof(struct condition) <= sizeof(pthread_cond_t), "pthread_cond_t is too small");
_Static_assert(sizeof(struct barrier) <= sizeof(pthread_barrier_t),
               "pthread_barrier_t is too small");
_Static_assert(CLOCK_REALTIME == 0, "PTHREAD_COND_INITIALIZER means another clock");

static clockid_t clock_of(const pthread_cond_t *condition)
{
    struct condition own;

    memcpy(&own, condition, sizeof(own));
    return own.clock;
}

COOP_WRAPPER int pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes)
{
    struct condition own = {.clock = CLOCK_REALTIME};
    int shared = PTHREAD_PROCESS_PRIVATE;

    if (attributes != NULL) {
        pthread_condattr_getclock(attributes, &own.clock);
        pthread_condattr_getpshared(attributes, &shared);
    }
    if (shared != PTHREAD_PROCESS_PRIVATE) {
        return EINVAL;
    }
    memset(condition, 0, sizeof(*condition));
    memcpy(condition, &own, sizeof(own));
    return 0;
}

COOP_WRAPPER int pthread_cond_destroy(pthread_cond_t *condition)
{
    return coop_sched_waiter(&coop.sched, condition) != NULL ? EBUSY : 0;
}

COOP_WRAPPER int pthread_cond_signal(pthread_cond_t *condition)
{
    if (!coop_alone()) {
        coop_wake(condition, 1);
    }
    return 0;
}

COOP_WRAPPER int pthread_cond_broadcast(pthread_cond_t *condition)
{
    if (!coop_alone()) {
        coop_wake(condition, SIZE_MAX);
    }
    return 0;
}

static int wait_until(pthread_cond_t *condition, pthread_mutex_t *mutex, int64_t deadline)
{
    struct coop_wait wait = {.object = condition, .deadline = deadline, .cancellable = true};
    enum coop_wake wake;
    int rc;

    coop_cancel_test();
    rc = coop_unlock(mutex);
    if (rc != 0) {
        return rc;
    }
    wake = coop_block(&wait);
    rc = coop_lock(mutex, COOP_NEVER);
    if (wake == COOP_WAKE_CANCEL) {
        /* Cleanup handlers expect the mutex to be locked. */
        coop_cancel_test();
    }
    return rc == 0 && wake == COOP_WAKE_TIME ? ETIMEDOUT : rc;
}

COOP_WRAPPER int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
    return wait_until(condition, mutex, COOP_NEVER);
}

COOP_WRAPPER int pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
                                        clockid_t clock, const struct timespec *time)
{
    int64_t deadline;
    int rc = coop_deadline(clock, time, &deadline);

    return rc < 0 ? -rc : wait_until(condition, mutex, deadline);
}

COOP_WRAPPER int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
                                        const struct timespec *time)
{
    return pthread_cond_clockwait(condition, mutex, clock_of(condition), time);
}

COOP_WRAPPER int pthread_barrier_init(pthread_barrier_t *barrier,
                                      const pthread_barrierattr_t *attributes, unsigned count)
{
    struct barrier own = {.needed = count};
    int shared = PTHREAD_PROCESS_PRIVATE;

    if (attributes != NULL) {
        pthread_barrierattr_getpshared(attributes, &shared);
    }
    if (count == 0 || shared != PTHREAD_PROCESS_PRIVATE) {
        return EINVAL;
    }
    memset(barrier, 0, sizeof(*barrier));
    memcpy(barrier, &own, sizeof(own));
    return 0;
}

COOP_WRAPPER int pthread_barrier_destroy(pthread_barrier_t *barrier)
{
    if (coop_sched_waiter(&coop.sched, barrier) != NULL) {
        return EBUSY;
    }
    memset(barrier, 0, sizeof(*barrier));
    return 0;
}

COOP_WRAPPER int pthread_barrier_wait(pthread_barrier_t *barrier)
{
    struct barrier *own = (struct barrier *) (void *) barrier;
    unsigned round = own->round;

    if (own->needed == 0) {
        return EINVAL;
    }
    own->arrived++;
    if (own->arrived == own->needed) {
        own->arrived = 0;
        own->round++;
        coop_wake(barrier, SIZE_MAX);
        return PTHREAD_BARRIER_SERIAL_THREAD;
    }
    while (own->round == round) {
        coop_block_object(barrier);
    }
    return 0;
}
