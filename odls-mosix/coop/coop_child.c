/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_child.h. */
#include "coop_child.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <time.h>

#include "coop_kernel.h"
#include "coop_libc.h"

/* How often to ask again, a millisecond apart; once was always enough [real]. A process of that
 * name is a reason to insist; without a name, programs that only look now and then must not get
 * slow. */
#define TRIES_NAMED 20
#define TRIES_ANY 2

static bool ask_again(pid_t pid, int tries)
{
    if (pid <= 0) {
        return tries < TRIES_ANY;
    }
    return tries < TRIES_NAMED && COOP_KERNEL(SYS_kill, pid, 0) == 0;
}

pid_t coop_child_wait(pid_t pid, int *status, int options, struct rusage *usage)
{
    const struct timespec while_denied = {.tv_nsec = 1000000};
    pid_t child;

    for (int tries = 0;; tries++) {
        child = coop_real()->wait4(pid, status, options, usage);
        if (child >= 0 || errno != ECHILD || !ask_again(pid, tries)) {
            return child;
        }
        COOP_KERNEL(SYS_nanosleep, (long) &while_denied, 0);
    }
}
