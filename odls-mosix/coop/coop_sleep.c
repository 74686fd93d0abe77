/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_sleep.h. */
#include "coop_sleep.h"

#include <errno.h>
#include <stddef.h>

#include "coop_ppoll.h"
#include "coop_state.h"

int coop_sleep(const struct timespec *duration, const sigset_t *mask, struct timespec *rest)
{
    int64_t nanoseconds;
    int64_t deadline;
    int rc = coop_time_from_duration(duration, &nanoseconds);

    if (rc < 0) {
        return rc;
    }
    deadline = coop_time_after(coop_now(), nanoseconds);
    rc = coop_ppoll_exactly(NULL, 0, duration, mask) < 0 ? -errno : 0;
    if (rest != NULL) {
        *rest = coop_time_to_timespec(rc < 0 ? deadline - coop_now() : 0);
    }
    return rc;
}
