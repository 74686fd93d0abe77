/* SPDX-License-Identifier: BSD-3-Clause */
/* Signal masks of all coroutines together, and the calls that change them; see coop_signals.h. */
#include "coop_wrap.h"
#include "coop_signals.h"

#include <errno.h>

#include "coop_libc.h"
#include "coop_mask.h"
#include "coop_runtime.h"

void coop_signals_inherit(struct coop_thread *child)
{
    if (coop.live == 1) {
        /* Nobody has kept book so far. */
        coop_real()->pthread_sigmask(SIG_SETMASK, NULL, &coop.current->mask);
    }
    child->mask = coop.current->mask;
}

/* What all coroutines that are not done block. */
static void intersect_all(sigset_t *mask)
{
    sigfillset(mask);
    for (const struct coop_thread *thread = coop.all; thread != NULL; thread = thread->next) {
        if (thread->task.state != COOP_DONE) {
            coop_mask_intersect(mask,
                                thread->wait_mask != NULL ? thread->wait_mask : &thread->mask);
        }
    }
}

void coop_signals_update(void)
{
    sigset_t mask;

    intersect_all(&mask);
    coop_real()->pthread_sigmask(SIG_SETMASK, &mask, NULL);
}

const sigset_t *coop_signals_wait_mask(sigset_t *mask)
{
    if (coop.masked_waits == 0) {
        return NULL;
    }
    intersect_all(mask);
    return mask;
}

void coop_signals_sent(struct coop_thread *target, int number)
{
    const sigset_t *mask = target->wait_mask != NULL ? target->wait_mask : &target->mask;
    struct sigaction action;

    if (target == coop.current || coop.busy || sigaction(number, NULL, &action) < 0) {
        return;
    }
    if (((action.sa_flags & SA_SIGINFO) != 0 ||
         (action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN)) &&
        sigismember(mask, number) == 0) {
        coop_interrupt(target);
    }
}

COOP_WRAPPER int kill(pid_t pid, int number)
{
    int rc = coop_real()->kill(pid, number);

    if (rc == 0 && !coop_alone() && pid == getpid()) {
        coop_signals_sent(coop.principal, number);
    }
    return rc;
}

/* 0 or -EINVAL. */
static int change(int how, const sigset_t *set, sigset_t *old)
{
    sigset_t before = coop.current->mask;
    int rc = coop_mask_change(&coop.current->mask, how, set);

    if (rc < 0) {
        return rc;
    }
    if (old != NULL) {
        *old = before;
    }
    if (set != NULL) {
        coop_signals_update();
    }
    return 0;
}

COOP_WRAPPER int pthread_sigmask(int how, const sigset_t *set, sigset_t *old)
{
    if (coop_alone()) {
        return coop_real()->pthread_sigmask(how, set, old);
    }
    return -change(how, set, old);
}

COOP_WRAPPER int sigprocmask(int how, const sigset_t *set, sigset_t *old)
{
    if (coop_alone()) {
        return coop_real()->sigprocmask(how, set, old);
    }
    return coop_answer(change(how, set, old));
}
