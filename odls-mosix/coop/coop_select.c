/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_select.h. */
#include "coop_wrap.h"
#include "coop_select.h"

#include <errno.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/time.h>

#include "coop_kernel.h"
#include "coop_ppoll.h"

/* Bytes of a signal mask as the kernel has it. */
#define MASK_SIZE (_NSIG / 8)

static int wait_for_time(struct timespec *timeout, const sigset_t *mask)
{
    if (timeout == NULL) {
        return coop_ppoll(NULL, 0, NULL, mask) < 0 ? -errno : 0;
    }
    return (int) COOP_KERNEL(SYS_ppoll, 0, 0, (long) timeout, (long) mask, MASK_SIZE);
}

static int wait_with_mask(int limit, fd_set *const sets[3], struct timespec *timeout,
                          const sigset_t *mask)
{
    const long packed[2] = {(long) mask, MASK_SIZE};

    return (int) COOP_KERNEL(SYS_pselect6, limit, (long) sets[0], (long) sets[1], (long) sets[2],
                             (long) timeout, (long) packed);
}

#ifdef SYS_select
/* A time limit of less than a microsecond is rounded up, and so is what is left. */
static int wait_without_mask(int limit, fd_set *const sets[3], struct timespec *timeout)
{
    struct timeval rest;
    int found;

    if (timeout == NULL) {
        return (int) COOP_KERNEL(SYS_select, limit, (long) sets[0], (long) sets[1], (long) sets[2],
                                 0);
    }
    rest = (struct timeval){.tv_sec = timeout->tv_sec, .tv_usec = (timeout->tv_nsec + 999) / 1000};
    if (rest.tv_usec == 1000000) {
        rest = (struct timeval){.tv_sec = timeout->tv_sec + 1};
    }
    found = (int) COOP_KERNEL(SYS_select, limit, (long) sets[0], (long) sets[1], (long) sets[2],
                              (long) &rest);
    *timeout = (struct timespec){.tv_sec = rest.tv_sec, .tv_nsec = rest.tv_usec * 1000};
    return found;
}
#else
static int wait_without_mask(int limit, fd_set *const sets[3], struct timespec *timeout)
{
    return wait_with_mask(limit, sets, timeout, NULL);
}
#endif

int coop_select_alone(int limit, fd_set *const sets[3], struct timespec *timeout,
                      const sigset_t *mask)
{
    if (limit < 0 || (timeout != NULL && (timeout->tv_sec < 0 || timeout->tv_nsec < 0 ||
                                          timeout->tv_nsec >= 1000000000))) {
        return -EINVAL;
    }
    if (limit == 0 || (sets[0] == NULL && sets[1] == NULL && sets[2] == NULL)) {
        return wait_for_time(timeout, mask);
    }
    return mask != NULL ? wait_with_mask(limit, sets, timeout, mask)
                        : wait_without_mask(limit, sets, timeout);
}
