/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrapper: time(). Of a process that MOSIX 4.4.3 has moved, the system call of that name gives the
 * same second for minutes, and a program that waits for another one computes for ever; the other
 * clocks go on [real].
 */
#include "coop_wrap.h"

#include <time.h>

COOP_WRAPPER time_t time(time_t *where)
{
    struct timespec now;

    if (clock_gettime(CLOCK_REALTIME, &now) != 0) {
        return -1;
    }
    if (where != NULL) {
        *where = now.tv_sec;
    }
    return now.tv_sec;
}
