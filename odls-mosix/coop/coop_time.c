/* SPDX-License-Identifier: BSD-3-Clause */
/* Conversions of time, see coop_time.h. Libc only. */
#include "coop_time.h"

#include <errno.h>

static int64_t combine(int64_t seconds, int64_t nanoseconds)
{
    if (seconds < 0) {
        return 0;
    }
    if (seconds >= COOP_NEVER / COOP_SECOND) {
        return COOP_NEVER;
    }
    return seconds * COOP_SECOND + nanoseconds;
}

int coop_time_from_timespec(const struct timespec *time, int64_t *nanoseconds)
{
    if (time->tv_nsec < 0 || time->tv_nsec >= COOP_SECOND) {
        return -EINVAL;
    }
    *nanoseconds = combine(time->tv_sec, time->tv_nsec);
    return 0;
}

int coop_time_from_duration(const struct timespec *duration, int64_t *nanoseconds)
{
    return duration->tv_sec < 0 ? -EINVAL : coop_time_from_timespec(duration, nanoseconds);
}

int64_t coop_time_after(int64_t now, int64_t duration)
{
    if (duration <= 0) {
        return now;
    }
    return duration >= COOP_NEVER - now ? COOP_NEVER : now + duration;
}

struct timespec coop_time_to_timespec(int64_t nanoseconds)
{
    int64_t time = nanoseconds < 0 ? 0 : nanoseconds;

    return (struct timespec){.tv_sec = time / COOP_SECOND, .tv_nsec = time % COOP_SECOND};
}
