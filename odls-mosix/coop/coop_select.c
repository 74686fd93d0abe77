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
#include "coop_sleep.h"
#include "coop_state.h"
#include "coop_unmask.h"

static int wait_for_time(struct timespec *timeout, const sigset_t *mask)
{
    if (timeout == NULL) {
        return coop_ppoll(NULL, 0, NULL, mask) < 0 ? -errno : 0;
    }
    return coop_sleep(timeout, mask, timeout);
}

static int wait_with_mask(int limit, fd_set *const sets[3], struct timespec *timeout,
                          const sigset_t *mask)
{
    const long packed[2] = {(long) mask, COOP_KERNEL_MASK_SIZE};
    struct coop_unmask wait;
    int found;

    coop_unmask_begin(&wait, mask);
    found = (int) COOP_KERNEL(SYS_pselect6, limit, (long) sets[0], (long) sets[1], (long) sets[2],
                              (long) timeout, (long) packed);
    coop_unmask_end(&wait);
    return found;
}

#ifdef SYS_select
/* A time limit of less than a microsecond is rounded up. */
static int wait_without_mask(int limit, fd_set *const sets[3], struct timespec *timeout)
{
    struct timeval rest;

    if (timeout == NULL) {
        return (int) COOP_KERNEL(SYS_select, limit, (long) sets[0], (long) sets[1], (long) sets[2],
                                 0);
    }
    rest = (struct timeval){.tv_sec = timeout->tv_sec, .tv_usec = (timeout->tv_nsec + 999) / 1000};
    if (rest.tv_usec == 1000000) {
        rest = (struct timeval){.tv_sec = timeout->tv_sec + 1};
    }
    return (int) COOP_KERNEL(SYS_select, limit, (long) sets[0], (long) sets[1], (long) sets[2],
                             (long) &rest);
}
#else
static int wait_without_mask(int limit, fd_set *const sets[3], struct timespec *timeout)
{
    return wait_with_mask(limit, sets, timeout, NULL);
}
#endif

static int wait_for_some(int limit, fd_set *const sets[3], struct timespec *timeout,
                         const sigset_t *mask)
{
    return mask != NULL ? wait_with_mask(limit, sets, timeout, mask)
                        : wait_without_mask(limit, sets, timeout);
}

/* MOSIX 4.4.3 does not tell what was left of the time when a signal ended the wait, and pselect6
 * not even when there was something to report [real]. */
static int wait_for_sets(int limit, fd_set *const sets[3], struct timespec *timeout,
                         const sigset_t *mask)
{
    int64_t duration = 0;
    int64_t begin;
    int found;

    if (timeout == NULL || coop_time_from_timespec(timeout, &duration) < 0 || duration == 0) {
        return wait_for_some(limit, sets, timeout, mask);
    }
    begin = coop_now();
    found = wait_for_some(limit, sets, timeout, mask);
    *timeout =
        coop_time_to_timespec(found == 0 ? 0 : coop_time_after(begin, duration) - coop_now());
    return found;
}

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
    return wait_for_sets(limit, sets, timeout, mask);
}
