/* SPDX-License-Identifier: BSD-3-Clause */
/* Waiting for mutexes, see coop_locks.h. */
#include "coop_locks.h"

#include <errno.h>

#include "coop_libc.h"
#include "coop_mutex.h"
#include "coop_runtime.h"

/* The C library keeps a list of robust mutexes with the thread, for the kernel, which knows one. */
int coop_trylock_unusual(pthread_mutex_t *mutex)
{
    int rc;

    coop_tls_begin_shared();
    rc = coop_real()->pthread_mutex_trylock(mutex);
    coop_tls_end_shared(&coop.current->tls);
    return rc;
}

static int unlock_unusual(pthread_mutex_t *mutex)
{
    int rc;

    coop_tls_begin_shared();
    rc = coop_real()->pthread_mutex_unlock(mutex);
    coop_tls_end_shared(&coop.current->tls);
    return rc;
}

static int lock_unusual(pthread_mutex_t *mutex, int64_t deadline)
{
    int rc;

    while ((rc = coop_trylock_unusual(mutex)) == EBUSY) {
        if (coop_now() >= deadline) {
            return ETIMEDOUT;
        }
        coop_block_busy();
    }
    return rc;
}

static int lock_busy(pthread_mutex_t *mutex, int64_t deadline)
{
    struct coop_wait wait = {.object = mutex, .deadline = deadline};

    coop_mutex_want(mutex);
    /* coop_unlock() makes the caller the owner before it wakes it. */
    return coop_block(&wait) == COOP_WAKE_TIME ? ETIMEDOUT : 0;
}

int coop_lock(pthread_mutex_t *mutex, int64_t deadline)
{
    int rc;

    if (__builtin_expect(!coop_mutex_is_plain(mutex), 0)) {
        return lock_unusual(mutex, deadline);
    }
    rc = coop_mutex_take(mutex, coop.current->task.id);
    if (__builtin_expect(rc == -EBUSY, 0)) {
        return lock_busy(mutex, deadline);
    }
    return -rc;
}

static void hand_over(pthread_mutex_t *mutex)
{
    struct coop_task *task = coop_sched_waiter(&coop.sched, mutex);

    if (task == NULL) {
        return;
    }
    coop_mutex_own(mutex, task->id);
    coop_wake(mutex, 1);
    if (coop_sched_waiter(&coop.sched, mutex) != NULL) {
        coop_mutex_want(mutex);
    }
}

int coop_unlock(pthread_mutex_t *mutex)
{
    int rc;

    if (__builtin_expect(!coop_mutex_is_plain(mutex), 0)) {
        return unlock_unusual(mutex);
    }
    rc = coop_mutex_release(mutex, coop.current->task.id);
    if (__builtin_expect(rc > 0, 0)) {
        hand_over(mutex);
        return 0;
    }
    return -rc;
}
