/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What files with wrappers share. They include this before all else: fortified headers define
 * inline forms of the functions that are wrapped.
 */
#ifndef COOP_WRAP_H
#define COOP_WRAP_H

#undef _FORTIFY_SOURCE

#include <errno.h>

/* What programs see of this library. */
#define COOP_WRAPPER __attribute__((visibility("default")))

/* STATUS (>= 0 or -errno) as a system call returns it. */
static inline int coop_answer(int status)
{
    if (status < 0) {
        errno = -status;
        return -1;
    }
    return status;
}

static inline long coop_answer_long(long status)
{
    if (status < 0) {
        errno = (int) -status;
        return -1;
    }
    return status;
}

#endif
