/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_ppoll.h. */
#include "coop_ppoll.h"

#include <errno.h>
#include <stddef.h>

#include "coop_libc.h"
#include "coop_state.h"
#include "coop_unmask.h"

/* Stands for "without limit"; a wait that long begins again. */
#define LONG_SECONDS 86400

/* More descriptors than a process under mosrun can have: then EINVAL is meant. */
#define TABLE 1024

static int clear(struct pollfd *descriptors, nfds_t count)
{
    for (nfds_t i = 0; i < count; i++) {
        descriptors[i].revents = 0;
    }
    return 0;
}

int coop_ppoll(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout,
               const sigset_t *mask)
{
    const struct timespec long_time = {.tv_sec = LONG_SECONDS};
    sigset_t own;
    int64_t duration = 0;
    int found;

    if (timeout != NULL &&
        (coop_time_from_timespec(timeout, &duration) < 0 || timeout->tv_sec < 0)) {
        errno = EINVAL;
        return -1;
    }
    coop_unmask_begin(mask, &own);
    do {
        found =
            coop_real()->ppoll(descriptors, count, timeout != NULL ? timeout : &long_time, mask);
        if (found < 0 && errno == EINVAL && duration > 0 && count <= TABLE) {
            found = clear(descriptors, count);
        }
    } while (found == 0 && timeout == NULL);
    coop_unmask_end(mask, &own);
    return found;
}

int coop_ppoll_exactly(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout,
                       const sigset_t *mask)
{
    struct timespec left;
    sigset_t quiet;
    int64_t duration = 0;
    int64_t deadline;
    int found;

    if (timeout != NULL && (coop_time_from_timespec(timeout, &duration) < 0 || duration == 0)) {
        return coop_ppoll(descriptors, count, timeout, mask);
    }
    mask = coop_unmask_quiet(mask, &quiet);
    if (timeout == NULL) {
        return coop_ppoll(descriptors, count, timeout, mask);
    }
    deadline = coop_time_after(coop_now(), duration);
    left = *timeout;
    while ((found = coop_ppoll(descriptors, count, &left, mask)) == 0) {
        duration = deadline - coop_now();
        if (duration <= 0) {
            break;
        }
        left = coop_time_to_timespec(duration);
    }
    return found;
}
