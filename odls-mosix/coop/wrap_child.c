/* SPDX-License-Identifier: BSD-3-Clause */
/* Wrappers: waiting for child processes. Others run meanwhile; see coop_pause.h. */
#include "coop_wrap.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "coop_child.h"
#include "coop_libc.h"
#include "coop_pause.h"
#include "coop_state.h"

COOP_WRAPPER pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage)
{
    int64_t pause = COOP_PAUSE_FIRST;
    pid_t child;

    if (coop_alone() || (options & WNOHANG) != 0) {
        return coop_child_wait(pid, status, options, usage);
    }
    /* A handler for SIGCHLD usually ends a pause exactly when the child is there: look once more.
     */
    while ((child = coop_child_wait(pid, status, options | WNOHANG, usage)) == 0) {
        if (coop_pause(&pause, COOP_NEVER)) {
            child = coop_child_wait(pid, status, options | WNOHANG, usage);
            return child != 0 ? child : coop_answer(-EINTR);
        }
    }
    return child;
}

COOP_WRAPPER pid_t waitpid(pid_t pid, int *status, int options)
{
    return wait4(pid, status, options, NULL);
}

COOP_WRAPPER pid_t wait(int *status)
{
    return waitpid(-1, status, 0);
}

COOP_WRAPPER pid_t wait3(int *status, int options, struct rusage *usage)
{
    return wait4(-1, status, options, usage);
}

/* All that waitid() knows. */
#define OPTIONS                                                                                    \
    (WNOHANG | WNOWAIT | WEXITED | WSTOPPED | WCONTINUED | (int) __WCLONE | __WALL | __WNOTHREAD)

/* The first argument of waitpid() that means the same as the first two of waitid(); 0 or -EINVAL.
 */
static int name_of(idtype_t type, id_t id, pid_t *name)
{
    switch (type) {
    case P_ALL:
        *name = -1;
        return 0;
    case P_PID:
        *name = (pid_t) id;
        return *name > 0 ? 0 : -EINVAL;
    case P_PGID:
        /* -1 would mean any child. */
        *name = -(pid_t) id;
        return (pid_t) id >= 0 && id != 1 ? 0 : -EINVAL;
    default:
        return -EINVAL;
    }
}

static void describe(siginfo_t *info, pid_t child, int status)
{
    info->si_signo = SIGCHLD;
    info->si_pid = child;
    info->si_uid = getuid();
    if (WIFEXITED(status)) {
        info->si_code = CLD_EXITED;
        info->si_status = WEXITSTATUS(status);
    } else if (WIFSIGNALED(status)) {
        info->si_code = WCOREDUMP(status) ? CLD_DUMPED : CLD_KILLED;
        info->si_status = WTERMSIG(status);
    } else if (WIFSTOPPED(status)) {
        info->si_code = CLD_STOPPED;
        info->si_status = WSTOPSIG(status);
    } else {
        info->si_code = CLD_CONTINUED;
        info->si_status = SIGCONT;
    }
}

/* MOSIX refuses the system call of that name, but not wait4 [real]. What wait4 cannot do, look at a
 * child without taking it or wait for stops alone, is left to the C library. */
COOP_WRAPPER int waitid(idtype_t type, id_t id, siginfo_t *info, int options)
{
    int stops = ((options & WSTOPPED) != 0 ? WUNTRACED : 0) | (options & (WCONTINUED | WNOHANG));
    int status = 0;
    pid_t name;
    pid_t child;

    if ((options & ~OPTIONS) != 0 || (type == P_PID && (pid_t) id <= 0)) {
        return coop_answer(-EINVAL);
    }
    if ((options & WEXITED) == 0 || (options & WNOWAIT) != 0 || name_of(type, id, &name) < 0) {
        return coop_real()->waitid(type, id, info, options);
    }
    child = waitpid(name, &status, stops);
    if (child < 0) {
        return -1;
    }
    if (info != NULL) {
        memset(info, 0, sizeof(*info));
        if (child > 0) {
            describe(info, child, status);
        }
    }
    return 0;
}
