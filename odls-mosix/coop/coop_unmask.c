/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_unmask.h. */
#include "coop_unmask.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/syscall.h>

#include "coop_kernel.h"

static bool does_nothing(int number)
{
    struct sigaction action;

    return sigaction(number, NULL, &action) == 0 && (action.sa_flags & SA_SIGINFO) == 0 &&
           (action.sa_handler == SIG_DFL || action.sa_handler == SIG_IGN);
}

static void read_own(struct coop_unmask *wait)
{
    sigemptyset(&wait->own);
    COOP_KERNEL(SYS_rt_sigprocmask, SIG_SETMASK, 0, (long) &wait->own, COOP_KERNEL_MASK_SIZE);
}

void coop_unmask_begin(struct coop_unmask *wait, const sigset_t *mask)
{
    wait->mask = mask;
    if (mask != NULL) {
        read_own(wait);
    }
}

void coop_unmask_begin_quiet(struct coop_unmask *wait, const sigset_t *mask)
{
    if (!does_nothing(SIGCHLD)) {
        coop_unmask_begin(wait, mask);
        return;
    }
    read_own(wait);
    wait->quiet = mask != NULL ? *mask : wait->own;
    sigaddset(&wait->quiet, SIGCHLD);
    wait->mask = &wait->quiet;
}

void coop_unmask_end(const struct coop_unmask *wait)
{
    if (wait->mask != NULL) {
        COOP_KERNEL(SYS_rt_sigprocmask, SIG_SETMASK, (long) &wait->own, 0, COOP_KERNEL_MASK_SIZE);
    }
}
