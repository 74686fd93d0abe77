/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: time() and clock_gettime(), by gettimeofday(). Of a process that MOSIX 4.4.3 has moved,
 * the system call time gives the same second for minutes, and a program that waits for another one
 * computes for ever; and a process that calls clock_gettime() between its sleeps is ended by Error
 * #805 within some moves, on its way home. With gettimeofday() neither was seen [real]. The
 * processor time of clock() and clock_gettime() is that of getrusage(), so that those who ask for
 * it do not make that call either.
 */
#include "coop_wrap.h"

#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

#include "coop_kernel.h"
#include "coop_time.h"

/* From the time of day to that of CLOCK_MONOTONIC, in nanoseconds; 0: not known yet. */
static int64_t offset;
static int64_t last;

static int64_t nanoseconds(const struct timeval *time)
{
    return time->tv_sec * COOP_SECOND + time->tv_usec * 1000;
}

static int64_t time_of_day(void)
{
    struct timeval now;

    gettimeofday(&now, NULL);
    return nanoseconds(&now);
}

/* Of the process and of its one kernel thread. */
static int64_t processor_time(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return nanoseconds(&usage.ru_utime) + nanoseconds(&usage.ru_stime);
}

/* At home, so once. An allocator may ask for the time before this library's constructors run. */
__attribute__((constructor)) static void compare_clocks(void)
{
    struct timespec now;

    if (offset == 0 && COOP_KERNEL(SYS_clock_gettime, CLOCK_MONOTONIC, (long) &now) == 0) {
        offset = now.tv_sec * COOP_SECOND + now.tv_nsec - time_of_day();
    }
}

/* Goes on where it was when somebody sets the time of day back. */
static int64_t monotonic(void)
{
    int64_t now;

    compare_clocks();
    now = time_of_day() + offset;
    if (now < last) {
        offset += last - now;
        now = last;
    }
    last = now;
    return now;
}

COOP_WRAPPER int clock_gettime(clockid_t clock, struct timespec *where)
{
    switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
        *where = coop_time_to_timespec(time_of_day());
        return 0;
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_BOOTTIME:
        *where = coop_time_to_timespec(monotonic());
        return 0;
    case CLOCK_PROCESS_CPUTIME_ID:
    case CLOCK_THREAD_CPUTIME_ID:
        *where = coop_time_to_timespec(processor_time());
        return 0;
    default:
        return coop_answer((int) COOP_KERNEL(SYS_clock_gettime, clock, (long) where));
    }
}

COOP_WRAPPER clock_t clock(void)
{
    return (clock_t) (processor_time() / (COOP_SECOND / CLOCKS_PER_SEC));
}

COOP_WRAPPER int timespec_get(struct timespec *where, int base)
{
    return base == TIME_UTC && clock_gettime(CLOCK_REALTIME, where) == 0 ? base : 0;
}

COOP_WRAPPER time_t time(time_t *where)
{
    time_t now = (time_t) (time_of_day() / COOP_SECOND);

    if (where != NULL) {
        *where = now;
    }
    return now;
}
