/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_clone.h. */
#include "coop_clone.h"

#include <errno.h>
#include <sched.h>
#include <sys/syscall.h>

#include "coop_kernel.h"
#include "coop_report.h"

bool coop_clone_makes_thread(unsigned long flags)
{
    /* A child of vfork() has both, and its maker waits. */
    return (flags & CLONE_VM) != 0 && (flags & CLONE_VFORK) == 0;
}

int coop_clone_refuse(void)
{
    static bool reported;

    if (!reported) {
        reported = true;
        coop_report("this program makes a thread by clone() and not by pthread_create(). A process "
                    "under mosrun cannot have threads of the kernel: clone() fails with EAGAIN. "
                    "If the program needs them: " COOP_REMEDY);
    }
    return -EAGAIN;
}

long coop_clone(const long arguments[6])
{
    return coop_clone_makes_thread((unsigned long) arguments[0])
               ? coop_clone_refuse()
               : coop_kernel_call(SYS_clone, arguments);
}
