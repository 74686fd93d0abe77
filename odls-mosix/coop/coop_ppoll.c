/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_ppoll.h. */
#include "coop_ppoll.h"

#include <stddef.h>

#include "coop_libc.h"
#include "coop_unmask.h"

/* Stands for "without limit"; a wait that long begins again. */
#define LONG_SECONDS 86400

int coop_ppoll(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout,
               const sigset_t *mask)
{
    const struct timespec long_time = {.tv_sec = LONG_SECONDS};
    sigset_t own;
    int found;

    coop_unmask_begin(mask, &own);
    do {
        found =
            coop_real()->ppoll(descriptors, count, timeout != NULL ? timeout : &long_time, mask);
    } while (found == 0 && timeout == NULL);
    coop_unmask_end(mask, &own);
    return found;
}
