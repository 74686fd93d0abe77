/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: semaphores. The C library counts; nobody waits in it. sem_post() may be called by a
 * signal handler or another process, so it only sets a flag, and coroutines that wait look at
 * the semaphore from time to time.
 */
#include "coop_wrap.h"

#include <semaphore.h>

#include "coop_cancel.h"
#include "coop_libc.h"
#include "coop_runtime.h"

/* How long a post by a signal handler just before a system call, or by another process, may go
 * unnoticed. */
#define INTERVAL (COOP_SECOND / 100)

COOP_WRAPPER int sem_post(sem_t *semaphore)
{
    int rc = coop_real()->sem_post(semaphore);

    coop.posted = 1;
    return rc;
}

static int wait_until(sem_t *semaphore, int64_t deadline)
{
    while (coop_real()->sem_trywait(semaphore) < 0) {
        struct coop_wait wait = {.object = (const void *) &coop.posted, .interruptible = true};
        int64_t now = coop_now();

        if (errno != EAGAIN && errno != EINTR) {
            return -1;
        }
        if (now >= deadline) {
            return coop_answer(-ETIMEDOUT);
        }
        wait.deadline = deadline - now < INTERVAL ? deadline : now + INTERVAL;
        if (coop_cancel_block(&wait) == COOP_WAKE_SIGNAL) {
            return coop_answer(-EINTR);
        }
    }
    return 0;
}

COOP_WRAPPER int sem_wait(sem_t *semaphore)
{
    return wait_until(semaphore, COOP_NEVER);
}

COOP_WRAPPER int sem_trywait(sem_t *semaphore)
{
    int rc = coop_real()->sem_trywait(semaphore);

    if (rc < 0 && errno == EAGAIN && !coop_alone()) {
        coop_relax();
        rc = coop_real()->sem_trywait(semaphore);
    }
    return rc;
}

COOP_WRAPPER int sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *time)
{
    int64_t deadline;
    int rc;

    if (coop_real()->sem_trywait(semaphore) == 0) {
        return 0;
    }
    rc = coop_deadline(clock, time, &deadline);
    return rc < 0 ? coop_answer(rc) : wait_until(semaphore, deadline);
}

COOP_WRAPPER int sem_timedwait(sem_t *semaphore, const struct timespec *time)
{
    return sem_clockwait(semaphore, CLOCK_REALTIME, time);
}
