/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A clock that costs no system call, not even under MOSIX, where every other one is a traced call
 * [real]. Libc only.
 */
#ifndef MOSIX_TICKS_H
#define MOSIX_TICKS_H

#include <stdint.h>
#include <time.h>

/*
 * Ticks since some moment in the past. On x86-64, the only processor that MOSIX runs on [doc4], it
 * is the processor's counter: one to five ticks are a nanosecond. Elsewhere a tick is one. When the
 * process moves to another node, the count may jump forward or back.
 */
static inline uint64_t mosix_ticks(void)
{
#ifdef __x86_64__
    return __builtin_ia32_rdtsc();
#else
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
#endif
}

#endif
