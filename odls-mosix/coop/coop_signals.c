/* SPDX-License-Identifier: BSD-3-Clause */
/* Signal masks of all coroutines together, and waits that handlers end; see coop_signals.h. */
#include "coop_signals.h"

#include <errno.h>
#include <stdbool.h>

#include "coop_libc.h"
#include "coop_mask.h"
#include "coop_state.h"

void coop_signals_inherit(struct coop_thread *child)
{
    if (coop.live == 1) {
        /* Until now nobody kept track of masks. */
        coop_real()->pthread_sigmask(SIG_SETMASK, NULL, &coop.current->mask);
    }
    child->mask = coop.current->mask;
}

static const sigset_t *mask_of(const struct coop_thread *thread)
{
    return thread->wait_mask != NULL ? thread->wait_mask : &thread->mask;
}

/* What all coroutines that are not done block; and what one of them blocks, if such a signal comes
 * from what it did itself, because the kernel thread gets it in its place: SIGPIPE, and what was
 * sent to it by name. One that does not block SIGPIPE then gets EPIPE alone. */
static void combine_all(sigset_t *mask)
{
    bool pipe = false;
    sigset_t held;

    sigfillset(mask);
    sigemptyset(&held);
    for (const struct coop_thread *thread = coop.all; thread != NULL; thread = thread->next) {
        if (thread->task.state != COOP_DONE) {
            const sigset_t *own = mask_of(thread);

            coop_mask_intersect(mask, own);
            pipe = pipe || sigismember(own, SIGPIPE) > 0;
            coop_mask_add_common(&held, &thread->held, own);
        }
    }
    if (coop.commands > 0) {
        sigaddset(&held, SIGCHLD);
    }
    if (pipe) {
        sigaddset(&held, SIGPIPE);
    }
    coop_mask_change(mask, SIG_BLOCK, &held);
}

/* The mask while nobody waits, or waits with a mask of its own. */
static void combine_awake(sigset_t *mask)
{
    combine_all(mask);
    if (coop.claimed != 0) {
        sigaddset(mask, coop.claimed);
    }
}

/* A signal that was held is over when it was taken or delivered. */
static void forget_delivered(void)
{
    sigset_t pending;

    if (coop.holding && sigpending(&pending) == 0) {
        coop.holding = false;
        for (struct coop_thread *thread = coop.all; thread != NULL; thread = thread->next) {
            coop_mask_intersect(&thread->held, &pending);
            coop.holding = coop.holding || sigisemptyset(&thread->held) == 0;
        }
    }
}

void coop_signals_update(void)
{
    sigset_t mask;

    forget_delivered();
    combine_awake(&mask);
    coop_real()->pthread_sigmask(SIG_SETMASK, &mask, NULL);
}

void coop_signals_before_exec(void)
{
    if (!coop_alone()) {
        coop_real()->pthread_sigmask(SIG_SETMASK, &coop.current->mask, NULL);
    }
}

void coop_signals_exec_failed(void)
{
    int saved = errno;

    if (!coop_alone()) {
        coop_signals_update();
    }
    errno = saved;
}

const sigset_t *coop_signals_wait_mask(sigset_t *mask)
{
    if (coop.masked_waits == 0 && (coop.idlers == 0 || coop.claimed == 0)) {
        return NULL;
    }
    if (coop.idlers == 0) {
        combine_awake(mask);
    } else {
        combine_all(mask);
    }
    return mask;
}

void coop_signals_idle_masks(sigset_t *own, sigset_t *mask)
{
    combine_all(mask);
    *own = *mask;
    if (coop.claimed != 0) {
        sigaddset(own, coop.claimed);
    }
}

bool coop_signals_hold(struct coop_thread *target, int number)
{
    sigset_t one;

    if (coop_alone() || sigismember(mask_of(target), number) <= 0) {
        return false;
    }
    sigaddset(&target->held, number);
    coop.holding = true;
    sigemptyset(&one);
    sigaddset(&one, number);
    coop_real()->pthread_sigmask(SIG_BLOCK, &one, NULL);
    return true;
}

bool coop_signals_is_blocked(int number)
{
    sigset_t mask;

    combine_all(&mask);
    return sigismember(&mask, number) > 0;
}

/* Whether a coroutine other than THREAD, which is not done, blocks NUMBER. */
static bool blocked_by_other(const struct coop_thread *thread, int number)
{
    for (const struct coop_thread *other = coop.all; other != NULL; other = other->next) {
        if (other != thread && other->task.state != COOP_DONE &&
            sigismember(mask_of(other), number) > 0) {
            return true;
        }
    }
    return false;
}

void coop_signals_end(struct coop_thread *thread)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigset_t own = thread->held;
    sigset_t pending;

    if (sigismember(&thread->mask, SIGPIPE) > 0) {
        sigaddset(&own, SIGPIPE);
    }
    if (sigisemptyset(&own) != 0 || sigpending(&pending) < 0) {
        return;
    }
    coop_mask_intersect(&pending, &own);
    for (int number = 1; number < NSIG; number++) {
        struct sigaction action;

        if (sigismember(&pending, number) > 0 && !blocked_by_other(thread, number) &&
            sigaction(number, &ignore, &action) == 0) {
            sigaction(number, &action, NULL);
        }
    }
}

void coop_signals_interrupt(struct coop_thread *thread)
{
    if (thread->task.state == COOP_WAITING && thread->task.wait.interruptible) {
        coop_sched_wake(&coop.sched, &thread->task, COOP_WAKE_SIGNAL);
    }
}

void coop_signals_sent(struct coop_thread *target, int number)
{
    struct sigaction action;

    if (target == coop.current || coop.busy || sigaction(number, NULL, &action) < 0) {
        return;
    }
    if (((action.sa_flags & SA_SIGINFO) != 0 ||
         (action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN)) &&
        sigismember(mask_of(target), number) == 0) {
        coop_begin();
        coop_signals_interrupt(target);
        coop_done();
    }
}
