/* SPDX-License-Identifier: BSD-3-Clause */
/* Wrappers: sending a signal to this process, and signal masks. */
#include "coop_wrap.h"

#include <signal.h>
#include <unistd.h>

#include "coop_libc.h"
#include "coop_mask.h"
#include "coop_signals.h"
#include "coop_state.h"

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
