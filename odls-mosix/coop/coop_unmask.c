/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_unmask.h. */
#include "coop_unmask.h"

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

void coop_unmask_end(const sigset_t *mask, const sigset_t *own)
{
    if (mask != NULL) {
        COOP_KERNEL(SYS_rt_sigprocmask, SIG_SETMASK, (long) own, 0, MASK_SIZE);
    }
}
