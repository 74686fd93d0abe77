/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_unmask.h. */
#include "coop_unmask.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/syscall.h>

#include "coop_kernel.h"

/* Bytes of a signal mask as the kernel has it. */
#define MASK_SIZE (_NSIG / 8)

void coop_unmask_begin(const sigset_t *mask, sigset_t *own)
{
    if (mask != NULL) {
        sigemptyset(own);
        COOP_KERNEL(SYS_rt_sigprocmask, SIG_SETMASK, 0, (long) own, MASK_SIZE);
    }
}

static bool does_nothing(int number)
{
    struct sigaction action;

    return sigaction(number, NULL, &action) == 0 && (action.sa_flags & SA_SIGINFO) == 0 &&
           (action.sa_handler == SIG_DFL || action.sa_handler == SIG_IGN);
}

const sigset_t *coop_unmask_quiet(const sigset_t *mask, sigset_t *quiet)
{
    if (mask != NULL) {
        *quiet = *mask;
    } else {
        sigemptyset(quiet);
        COOP_KERNEL(SYS_rt_sigprocmask, SIG_SETMASK, 0, (long) quiet, MASK_SIZE);
    }
    if (does_nothing(SIGCHLD)) {
        sigaddset(quiet, SIGCHLD);
    }
    return quiet;
}

void coop_unmask_end(const sigset_t *mask, const sigset_t *own)
{
    if (mask != NULL) {
        COOP_KERNEL(SYS_rt_sigprocmask, SIG_SETMASK, (long) own, 0, MASK_SIZE);
    }
}
