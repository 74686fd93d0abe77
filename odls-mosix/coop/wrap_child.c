/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: waiting for child processes and for signals. Both become a loop of calls that do not
 * wait, with pauses that grow from 0.1 to 10 ms, because the scheduler cannot be told of such
 * events without a signal handler.
 */
#include "coop_wrap.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "coop_cancel.h"
#include "coop_libc.h"
#include "coop_poll.h"
#include "coop_runtime.h"

#define PAUSE_FIRST (COOP_SECOND / 10000)
#define PAUSE_LAST (COOP_SECOND / 100)

/* Let others run for *PAUSE, then longer the next time. Whether a signal handler ended the pause.
 */
static bool pause_a_while(int64_t *pause, int64_t deadline)
{
    int64_t end = coop_now() + *pause;
    struct coop_wait wait = {.deadline = end < deadline ? end : deadline, .interruptible = true};

    if (*pause < PAUSE_LAST) {
        *pause *= 2;
    }
    return coop_cancel_block(&wait) == COOP_WAKE_SIGNAL;
}

COOP_WRAPPER pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage)
{
    int64_t pause = PAUSE_FIRST;
    pid_t child;

    if (coop_alone() || (options & WNOHANG) != 0) {
        return coop_real()->wait4(pid, status, options, usage);
    }
    /* A handler for SIGCHLD usually ends a pause exactly when the child is there: look once more.
     */
    while ((child = coop_real()->wait4(pid, status, options | WNOHANG, usage)) == 0) {
        if (pause_a_while(&pause, COOP_NEVER)) {
            child = coop_real()->wait4(pid, status, options | WNOHANG, usage);
            return child != 0 ? child : coop_answer(-EINTR);
        }
    }
    return child;
}

COOP_WRAPPER pid_t waitpid(pid_t pid, int *status, int options)
{
    if (coop_alone()) {
        return coop_real()->waitpid(pid, status, options);
    }
    return wait4(pid, status, options, NULL);
}

COOP_WRAPPER pid_t wait(int *status)
{
    return waitpid(-1, status, 0);
}

COOP_WRAPPER pid_t wait3(int *status, int options, struct rusage *usage)
{
    return wait4(-1, status, options, usage);
}

static int wait_for_signal(const sigset_t *set, siginfo_t *info, int64_t deadline)
{
    struct timespec none = {0};
    int64_t pause = PAUSE_FIRST;
    int number;

    while ((number = coop_real()->sigtimedwait(set, info, &none)) < 0 && errno == EAGAIN) {
        if (coop_now() >= deadline) {
            return coop_answer(-EAGAIN);
        }
        if (pause_a_while(&pause, deadline)) {
            return coop_answer(-EINTR);
        }
    }
    return number;
}

COOP_WRAPPER int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout)
{
    int64_t duration = COOP_NEVER;

    if (coop_alone()) {
        return coop_real()->sigtimedwait(set, info, timeout);
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
        return coop_real()->sigsuspend(mask);
    }
    while (coop_poll_wait(NULL, 0, COOP_NEVER, mask) != -EINTR) {
    }
    return coop_answer(-EINTR);
}
