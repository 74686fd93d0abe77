/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: waiting for signals. Others run meanwhile; see coop_pause.h. MOSIX refuses the system
 * call rt_sigtimedwait, but sigpending and sigsuspend work [real]; so where it is refused, a
 * pending signal is taken by a handler of ours.
 */
#include "coop_wrap.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>

#include "coop_handler.h"
#include "coop_libc.h"
#include "coop_pause.h"
#include "coop_poll.h"
#include "coop_signals.h"
#include "coop_state.h"
#include "coop_unmask.h"

/* rt_sigtimedwait gave ENOSYS. */
static bool refused;

/* What the handler got. */
static siginfo_t taken;

static void keep(int number, const siginfo_t *info, const void *where)
{
    (void) number;
    (void) where;
    taken = *info;
}

static int suspend(const sigset_t *mask)
{
    struct coop_unmask wait;
    int rc;

    coop_unmask_begin(&wait, mask);
    rc = coop_real()->sigsuspend(mask);
    coop_unmask_end(&wait);
    return rc;
}

/* Let the pending signal NUMBER through, to our handler alone. */
static int take_by_handler(int number, siginfo_t *info)
{
    struct coop_handler_former theirs;
    sigset_t others;
    int rc;

    sigfillset(&others);
    sigdelset(&others, number);
    rc = coop_handler_set(number, keep, &theirs);
    if (rc < 0) {
        return coop_answer(rc);
    }
    suspend(&others);
    coop_handler_restore(number, &theirs);
    if (info != NULL) {
        *info = taken;
    }
    return number;
}

static int take_pending(const sigset_t *set, siginfo_t *info)
{
    sigset_t pending;

    sigemptyset(&pending);
    sigpending(&pending);
    for (int number = 1; number < NSIG; number++) {
        if (sigismember(&pending, number) > 0 && sigismember(set, number) > 0) {
            return take_by_handler(number, info);
        }
    }
    return coop_answer(-EAGAIN);
}

/* Take a pending signal of SET: its number, or -1 and EAGAIN if there is none. */
static int take(const sigset_t *set, siginfo_t *info)
{
    const struct timespec none = {0};
    int number;

    if (refused) {
        return take_pending(set, info);
    }
    number = coop_real()->sigtimedwait(set, info, &none);
    if (number < 0 && errno == ENOSYS) {
        refused = true;
        return take_pending(set, info);
    }
    return number;
}

static int wait_for_signal(const sigset_t *set, siginfo_t *info, int64_t deadline)
{
    int64_t pause = COOP_PAUSE_FIRST;
    int number;

    while ((number = take(set, info)) < 0 && errno == EAGAIN) {
        if (coop_now() >= deadline) {
            return coop_answer(-EAGAIN);
        }
        if (coop_pause(&pause, deadline)) {
            return coop_answer(-EINTR);
        }
    }
    /* Alone, the kernel's mask is the program's own. */
    if (!coop_alone()) {
        coop_signals_update();
    }
    return number;
}

COOP_WRAPPER int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout)
{
    int64_t duration = COOP_NEVER;

    if (coop_alone() && !refused) {
        int number = coop_real()->sigtimedwait(set, info, timeout);

        refused = number < 0 && errno == ENOSYS;
        if (!refused) {
            return number;
        }
    }
    if (timeout != NULL && coop_time_from_timespec(timeout, &duration) < 0) {
        return coop_answer(-EINVAL);
    }
    return wait_for_signal(set, info, coop_time_after(coop_now(), duration));
}

COOP_WRAPPER int sigwaitinfo(const sigset_t *set, siginfo_t *info)
{
    return sigtimedwait(set, info, NULL);
}

COOP_WRAPPER int sigwait(const sigset_t *set, int *number)
{
    int found;
    int saved = errno;

    do {
        found = sigtimedwait(set, NULL, NULL);
    } while (found < 0 && errno == EINTR);
    if (found < 0) {
        found = errno;
        errno = saved;
        return found;
    }
    *number = found;
    return 0;
}

COOP_WRAPPER int pause(void)
{
    if (coop_alone()) {
        return coop_real()->pause();
    }
    while (coop_poll_wait(NULL, 0, COOP_NEVER, NULL) != -EINTR) {
    }
    return coop_answer(-EINTR);
}

COOP_WRAPPER int sigsuspend(const sigset_t *mask)
{
    if (coop_alone()) {
        return suspend(mask);
    }
    while (coop_poll_wait(NULL, 0, COOP_NEVER, mask) != -EINTR) {
    }
    return coop_answer(-EINTR);
}
