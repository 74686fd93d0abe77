/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Points in time as one number: nanoseconds of CLOCK_MONOTONIC, saturated at COOP_NEVER. Libc only:
 * the clocks are read by the caller, so that a test can choose the time.
 */
#ifndef COOP_TIME_H
#define COOP_TIME_H

#include <stdint.h>
#include <time.h>

#define COOP_NEVER INT64_MAX
#define COOP_SECOND INT64_C(1000000000)

/* Nanoseconds of *time into *nanoseconds: 0, or -EINVAL if tv_nsec is outside 0 ... 999999999.
 * Times before the epoch of the clock count as 0. */
int coop_time_from_timespec(const struct timespec *time, int64_t *nanoseconds);

/* The same for how long something takes, which cannot be less than nothing: -EINVAL as well for
 * seconds below 0. */
int coop_time_from_duration(const struct timespec *duration, int64_t *nanoseconds);

/* NOW + DURATION, at most COOP_NEVER; a duration below 0 is none. */
int64_t coop_time_after(int64_t now, int64_t duration);

/* NANOSECONDS (negative: 0) as a timespec. */
struct timespec coop_time_to_timespec(int64_t nanoseconds);

#endif
