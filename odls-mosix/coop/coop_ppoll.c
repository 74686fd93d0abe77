/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_ppoll.h. */
#include "coop_ppoll.h"

#include <errno.h>
#include <stdbool.h>
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

/* Once; 0 may come too early. */
static int look(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout,
                const sigset_t *mask)
{
    int found = coop_real()->ppoll(descriptors, count, timeout, mask);
    bool no_time = timeout->tv_sec == 0 && timeout->tv_nsec == 0;

    return found < 0 && errno == EINVAL && !no_time && count <= TABLE ? clear(descriptors, count)
                                                                      : found;
}

static int look_for_ever(struct pollfd *descriptors, nfds_t count, const sigset_t *mask)
{
    const struct timespec long_time = {.tv_sec = LONG_SECONDS};
    int found;

    do {
        found = look(descriptors, count, &long_time, mask);
    } while (found == 0);
    return found;
}

int coop_ppoll(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout,
               const sigset_t *mask)
{
    struct coop_unmask wait;
    int64_t duration;
    int found;

    if (timeout != NULL && coop_time_from_duration(timeout, &duration) < 0) {
        errno = EINVAL;
        return -1;
    }
    coop_unmask_begin(&wait, mask);
    found = timeout != NULL ? look(descriptors, count, timeout, wait.mask)
                            : look_for_ever(descriptors, count, wait.mask);
    coop_unmask_end(&wait);
    return found;
}

int coop_ppoll_from(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout,
                    const sigset_t *mask, const sigset_t *own)
{
    const struct coop_unmask wait = {.mask = mask, .own = *own};
    int found = coop_real()->ppoll(descriptors, count, timeout, mask);

    if (found < 0) {
        int error = errno;

        coop_unmask_end(&wait);
        errno = error;
        found = error == EINVAL ? clear(descriptors, count) : found;
    }
    return found;
}

static int look_until(struct pollfd *descriptors, nfds_t count, int64_t duration,
                      const sigset_t *mask)
{
    int64_t deadline = coop_time_after(coop_now(), duration);
    int found = 0;

    while (found == 0 && duration > 0) {
        struct timespec left = coop_time_to_timespec(duration);

        found = look(descriptors, count, &left, mask);
        duration = found == 0 ? deadline - coop_now() : 0;
    }
    return found;
}

int coop_ppoll_exactly(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout,
                       const sigset_t *mask)
{
    struct coop_unmask wait;
    int64_t duration = 0;
    int found;

    if (timeout != NULL && (coop_time_from_duration(timeout, &duration) < 0 || duration == 0)) {
        return coop_ppoll(descriptors, count, timeout, mask);
    }
    coop_unmask_begin_quiet(&wait, mask);
    found = timeout != NULL ? look_until(descriptors, count, duration, wait.mask)
                            : look_for_ever(descriptors, count, wait.mask);
    coop_unmask_end(&wait);
    return found;
}
