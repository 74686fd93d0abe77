/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Time and pauses; see mosix_time.h.
 */
#include "mosix_time.h"

#include <poll.h>
#include <stddef.h>
#include <time.h>

int64_t mosix_time(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void mosix_pause(int milliseconds)
{
    (void) poll(NULL, 0, milliseconds);
}
