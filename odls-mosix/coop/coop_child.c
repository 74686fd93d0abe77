/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_child.h. */
#include "coop_child.h"

#include <errno.h>
#include <sys/syscall.h>
#include <time.h>

#include "coop_kernel.h"
#include "coop_libc.h"

/* How often to ask again, a millisecond apart. Once was enough on a quiet machine, 20 times were
 * too few on one where everything else came first [real]. Programs that only look now and then,
 * without a name, must not get slow. Whether a process of that name exists is no help: MOSIX may
 * deny that as well [assumed]. */
#define TRIES_NAMED 200
#define TRIES_ANY 2

pid_t coop_child_wait(pid_t pid, int *status, int options, struct rusage *usage)
{
    const struct timespec while_denied = {.tv_nsec = 1000000};
    pid_t child;

    for (int tries = pid > 0 ? TRIES_NAMED : TRIES_ANY;; tries--) {
        child = coop_real()->wait4(pid, status, options, usage);
        if (child >= 0 || errno != ECHILD || tries == 0) {
            return child;
        }
        COOP_KERNEL(SYS_nanosleep, (long) &while_denied, 0);
    }
}
