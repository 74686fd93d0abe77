/* SPDX-License-Identifier: BSD-3-Clause */
/* Signal masks of all coroutines together, and waits that handlers end; see coop_signals.h. */
#include "coop_signals.h"

#include <errno.h>

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

void coop_signals_interrupt(struct coop_thread *thread)
{
    if (thread->task.state == COOP_WAITING && thread->task.wait.interruptible) {
        coop_sched_wake(&coop.sched, &thread->task, COOP_WAKE_SIGNAL);
    }
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
        coop_begin();
        coop_signals_interrupt(target);
        coop_done();
    }
}
