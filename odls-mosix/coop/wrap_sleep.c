/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: calls that wait for time alone, and sched_yield().
 */
#include "coop_wrap.h"

#include <sched.h>
#include <stdbool.h>
#include <time.h>
#include <unistd.h>

#include "coop_cancel.h"
#include "coop_idle.h"
#include "coop_libc.h"
#include "coop_origin.h"
#include "coop_runtime.h"
#include "coop_sleep.h"

/* 0, or -EINTR when a signal handler ran before. */
static int sleep_until(int64_t deadline)
{
    struct coop_wait wait = {.deadline = deadline, .interruptible = true};

    return coop_cancel_block(&wait) == COOP_WAKE_SIGNAL ? -EINTR : 0;
}

static int sleep_for(const struct timespec *duration, struct timespec *rest)
{
    int64_t nanoseconds;
    int64_t deadline;
    int rc = coop_time_from_duration(duration, &nanoseconds);

    if (rc < 0) {
        return rc;
    }
    deadline = coop_time_after(coop_now(), nanoseconds);
    rc = sleep_until(deadline);
    coop_idle_napped();
    if (rc < 0 && rest != NULL) {
        *rest = coop_time_to_timespec(deadline - coop_now());
    }
    return rc;
}

/* Sleep for *DURATION, with or without other coroutines; on -EINTR, *REST (may be NULL) is what is
 * left. */
static int sleep_somehow(const struct timespec *duration, struct timespec *rest)
{
    struct timespec left;
    int rc;

    if (!coop_alone()) {
        return sleep_for(duration, rest);
    }
    rc = coop_sleep(duration, NULL, &left);
    if (rc == -EINTR && rest != NULL) {
        *rest = left;
    }
    return rc;
}

COOP_WRAPPER int nanosleep(const struct timespec *duration, struct timespec *rest)
{
    return coop_answer(sleep_somehow(duration, rest));
}

/* How long it is until *TIME on CLOCK: 0 or -EINVAL. */
static int time_until(clockid_t clock, const struct timespec *time, struct timespec *duration)
{
    int64_t deadline;
    int rc = coop_deadline(clock, time, &deadline);

    if (rc == 0) {
        *duration = coop_time_to_timespec(deadline - coop_now());
    }
    return rc;
}

static int sleep_until_time(clockid_t clock, const struct timespec *time)
{
    struct timespec duration;
    int64_t deadline;
    int rc;

    if (coop_alone()) {
        rc = time_until(clock, time, &duration);
        return rc < 0 ? rc : coop_sleep(&duration, NULL, NULL);
    }
    rc = coop_deadline(clock, time, &deadline);
    return rc < 0 ? rc : sleep_until(deadline);
}

COOP_WRAPPER int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time,
                                 struct timespec *rest)
{
    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC) {
        return coop_real()->clock_nanosleep(clock, flags, time, rest);
    }
    return (flags & TIMER_ABSTIME) == 0 ? -sleep_somehow(time, rest)
                                        : -sleep_until_time(clock, time);
}

/* How long Open MPI naps while it waits for something that a helper does. */
#define LAZY_WAIT 100

/* Whether such a nap of the main coroutine was called from CALLER. */
static bool is_lazy_wait(useconds_t microseconds, const void *caller)
{
    static const void *known;

    if (microseconds != LAZY_WAIT || coop_alone() || coop.current != coop.principal) {
        return false;
    }
    if (caller != known && !coop_origin_is_service(caller)) {
        return false;
    }
    known = caller;
    return true;
}

COOP_WRAPPER int usleep(useconds_t microseconds)
{
    const void *caller = __builtin_return_address(0);
    struct timespec duration = {.tv_sec = microseconds / 1000000,
                                .tv_nsec = microseconds % 1000000 * 1000L};

    if (is_lazy_wait(microseconds, caller)) {
        coop_idle_nap(LAZY_WAIT * (COOP_SECOND / 1000000), caller);
        return 0;
    }
    return coop_answer(sleep_somehow(&duration, NULL));
}

COOP_WRAPPER unsigned sleep(unsigned seconds)
{
    struct timespec duration = {.tv_sec = seconds};
    struct timespec rest = {0};

    if (sleep_somehow(&duration, &rest) == 0) {
        return 0;
    }
    return (unsigned) rest.tv_sec + (rest.tv_nsec >= COOP_SECOND / 2);
}

COOP_WRAPPER int sched_yield(void)
{
    int rc;

    if (coop_idle_has_rested()) {
        /* An idle rank of Open MPI yields after each look; both calls cost more than the look. */
        coop_idle_napped();
        return 0;
    }
    if (coop_alone()) {
        return coop_real()->sched_yield();
    }
    coop_relax();
    rc = coop_real()->sched_yield();
    coop_idle_napped();
    return rc;
}
