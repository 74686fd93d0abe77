/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_sleep.h. */
#include "coop_sleep.h"

#include <errno.h>
#include <sys/syscall.h>

#include "coop_kernel.h"
#include "coop_state.h"
#include "coop_unmask.h"

/* Bytes of a signal mask as the kernel has it. */
#define MASK_SIZE (_NSIG / 8)

int coop_sleep(const struct timespec *duration, const sigset_t *mask, struct timespec *rest)
{
    sigset_t quiet;
    sigset_t own;
    int64_t nanoseconds;
    int64_t deadline;
    int rc = coop_time_from_timespec(duration, &nanoseconds);

    if (rc < 0 || duration->tv_sec < 0) {
        return -EINVAL;
    }
    deadline = coop_time_after(coop_now(), nanoseconds);
    mask = coop_unmask_quiet(mask, &quiet);
    coop_unmask_begin(mask, &own);
    do {
        struct timespec left = coop_time_to_timespec(nanoseconds);

        rc = (int) COOP_KERNEL(SYS_ppoll, 0, 0, (long) &left, (long) mask, MASK_SIZE);
        nanoseconds = deadline - coop_now();
        if (rc == -EINVAL) {
            rc = 0; /* see coop_ppoll.h */
        }
    } while (rc == 0 && nanoseconds > 0);
    coop_unmask_end(mask, &own);
    if (rest != NULL) {
        *rest = coop_time_to_timespec(nanoseconds);
    }
    return rc;
}
