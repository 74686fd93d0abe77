/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_futex.h. */
#include "coop_futex.h"

#include <errno.h>
#include <linux/futex.h>
#include <stddef.h>
#include <time.h>

#include "coop_runtime.h"

/* Arguments of the system call. */
enum {
    WORD,
    OPERATION,
    VALUE,
    TIMEOUT,
    SECOND_WORD,
    THIRD_VALUE,
};

static uint32_t read_word(const uint32_t *word)
{
    return __atomic_load_n(word, __ATOMIC_SEQ_CST);
}

/* FUTEX_WAIT waits for a duration, FUTEX_WAIT_BITSET until a point in time. */
static int deadline_of(long operation, const struct timespec *timeout, int64_t *deadline)
{
    clockid_t clock = (operation & FUTEX_CLOCK_REALTIME) != 0 ? CLOCK_REALTIME : CLOCK_MONOTONIC;
    int64_t duration;
    int rc;

    *deadline = COOP_NEVER;
    if (timeout == NULL) {
        return 0;
    }
    if (timeout->tv_sec < 0) {
        return -EINVAL;
    }
    if ((operation & FUTEX_CMD_MASK) == FUTEX_WAIT_BITSET) {
        return coop_deadline(clock, timeout, deadline);
    }
    rc = coop_time_from_timespec(timeout, &duration);
    if (rc == 0) {
        *deadline = coop_time_after(coop_now(), duration);
    }
    return rc;
}

static long wait_for(const uint32_t *word, uint32_t expected, int64_t deadline)
{
    struct coop_wait wait = {.object = word, .deadline = deadline, .interruptible = true};

    if (read_word(word) != expected) {
        return -EAGAIN;
    }
    if (coop.busy) {
        /* A signal handler that interrupted the scheduler cannot wait; it will look again. */
        return -EINTR;
    }
    switch (coop_block(&wait)) {
    case COOP_WAKE_TIME:
        return -ETIMEDOUT;
    case COOP_WAKE_SIGNAL:
        return -EINTR;
    default:
        return 0;
    }
}

static long wake(const uint32_t *word, size_t limit)
{
    return coop_alone() ? 0 : (long) coop_wake(word, limit);
}

/* The kernel wakes one even if none is asked for. */
static size_t limit_of(long value)
{
    return (int) value < 1 ? 1 : (size_t) value;
}

long coop_futex(const long arguments[6])
{
    const uint32_t *word = (const uint32_t *) arguments[WORD];
    const struct timespec *timeout = (const struct timespec *) arguments[TIMEOUT];
    int64_t deadline;
    int rc;

    switch (arguments[OPERATION] & FUTEX_CMD_MASK) {
    case FUTEX_WAIT_BITSET:
        if ((uint32_t) arguments[THIRD_VALUE] == 0) {
            return -EINVAL;
        }
        /* fall through */
    case FUTEX_WAIT:
        rc = deadline_of(arguments[OPERATION], timeout, &deadline);
        return rc < 0 ? rc : wait_for(word, (uint32_t) arguments[VALUE], deadline);
    case FUTEX_WAKE:
        return wake(word, limit_of(arguments[VALUE]));
    case FUTEX_WAKE_BITSET:
        /* Nobody knows who waits for which bits, so all of them look for themselves. */
        return (uint32_t) arguments[THIRD_VALUE] == 0 ? -EINVAL : wake(word, SIZE_MAX);
    case FUTEX_CMP_REQUEUE:
        if (read_word(word) != (uint32_t) arguments[THIRD_VALUE]) {
            return -EAGAIN;
        }
        /* fall through */
    case FUTEX_REQUEUE:
        return wake(word, SIZE_MAX);
    default:
        return -ENOSYS;
    }
}
