/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_spawn.h. */
#include "coop_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "coop_actions.h"
#include "coop_child.h"
#include "coop_exec.h"
#include "coop_home.h"
#include "coop_kernel.h"
#include "coop_libc.h"
#include "coop_state.h"

#define FAILED_STATUS 127
/* Of glibc 2.39: the child starts in another cgroup, which only clone3 can do. */
#define SPAWN_SETCGROUP 0x100

/* Exec keeps what is ignored and takes handlers away. No handler of ours may run before that. */
static void reset_handlers(const sigset_t *to_default)
{
    const struct sigaction as_default = {.sa_handler = SIG_DFL};
    struct sigaction now;

    for (int number = 1; number < NSIG; number++) {
        if (sigismember(to_default, number) > 0) {
            sigaction(number, &as_default, NULL);
        } else if (sigaction(number, NULL, &now) == 0 && now.sa_handler != SIG_DFL &&
                   now.sa_handler != SIG_IGN) {
            sigaction(number, &as_default, NULL);
        }
    }
}

static int set_scheduling(const posix_spawnattr_t *attributes, short flags)
{
    struct sched_param parameters;
    int policy;
    int rc = 0;

    posix_spawnattr_getschedparam(attributes, &parameters);
    if ((flags & POSIX_SPAWN_SETSCHEDULER) != 0) {
        posix_spawnattr_getschedpolicy(attributes, &policy);
        rc = sched_setscheduler(0, policy, &parameters);
    } else if ((flags & POSIX_SPAWN_SETSCHEDPARAM) != 0) {
        rc = sched_setparam(0, &parameters);
    }
    return rc < 0 ? -errno : 0;
}

/* Session, process group and user IDs. */
static int set_identity(const posix_spawnattr_t *attributes, short flags)
{
    pid_t group;
    long rc = 0;

    posix_spawnattr_getpgroup(attributes, &group);
    if ((flags & POSIX_SPAWN_SETSID) != 0 && setsid() < 0) {
        return -errno;
    }
    if ((flags & POSIX_SPAWN_SETPGROUP) != 0 && setpgid(0, group) < 0) {
        return -errno;
    }
    if ((flags & POSIX_SPAWN_RESETIDS) != 0) {
        rc = COOP_KERNEL(SYS_setresuid, -1, (long) getuid(), -1);
        rc = rc < 0 ? rc : COOP_KERNEL(SYS_setresgid, -1, (long) getgid(), -1);
    }
    return (int) rc;
}

static short flags_of(const posix_spawnattr_t *attributes)
{
    short flags = 0;

    if (attributes != NULL) {
        posix_spawnattr_getflags(attributes, &flags);
    }
    return flags;
}

/* All signals are blocked. *MASK, the caller's, becomes the one that the program starts with. */
static int set_attributes(const posix_spawnattr_t *attributes, sigset_t *mask)
{
    short flags = flags_of(attributes);
    sigset_t to_default;
    int rc = 0;

    sigemptyset(&to_default);
    if ((flags & POSIX_SPAWN_SETSIGDEF) != 0) {
        posix_spawnattr_getsigdefault(attributes, &to_default);
    }
    reset_handlers(&to_default);
    if ((flags & POSIX_SPAWN_SETSIGMASK) != 0) {
        posix_spawnattr_getsigmask(attributes, mask);
    }
    if ((flags & SPAWN_SETCGROUP) != 0) {
        return -EOPNOTSUPP;
    }
    if (attributes != NULL) {
        rc = set_scheduling(attributes, flags);
        rc = rc < 0 ? rc : set_identity(attributes, flags);
    }
    return rc;
}

/* What is to be executed, or -errno; see coop_exec.h. FOUND is room for it. */
static int find_program(const struct coop_spawn *spawn, const char **program, char found[PATH_MAX])
{
    if (spawn->search) {
        *program = found;
        return coop_exec_find(spawn->program, getenv("PATH"), found);
    }
    *program = spawn->program;
    return coop_exec_look(spawn->program);
}

/* The child's life, up to exec. */
static _Noreturn void become(const struct coop_spawn *spawn, sigset_t *mask, int report)
{
    char found[PATH_MAX];
    const char *program;
    int rc = set_attributes(spawn->attributes, mask);

    if (rc == 0) {
        rc = coop_actions_perform(spawn->actions, &report);
    }
    if (rc == 0) {
        rc = find_program(spawn, &program, found);
    }
    if (rc == 0) {
        coop_home_before_exec();
        coop_real()->pthread_sigmask(SIG_SETMASK, mask, NULL);
        coop_real()->execve(program, spawn->argv, spawn->envp);
        rc = -errno;
    }
    COOP_KERNEL(SYS_write, report, (long) &rc, sizeof(rc));
    _exit(FAILED_STATUS);
}

/* What the child wrote before it ended, or 0 when exec closed its end. */
static int read_report(int report)
{
    int status;
    long size;

    do {
        size = COOP_KERNEL(SYS_read, report, (long) &status, sizeof(status));
    } while (size == -EINTR);
    return size == (long) sizeof(status) ? status : 0;
}

/* Fork and wait for exec; all signals are blocked. */
static int start(pid_t *pid, const struct coop_spawn *spawn, sigset_t *mask, const int report[2])
{
    /* A plain fork that no library hears of: the child only sets a few things and executes. */
    long child = COOP_KERNEL(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    int rc;

    if (child == 0) {
        become(spawn, mask, report[1]);
    }
    COOP_KERNEL(SYS_close, report[1]);
    rc = child < 0 ? (int) child : read_report(report[0]);
    COOP_KERNEL(SYS_close, report[0]);
    if (rc < 0 && child > 0) {
        while (coop_child_wait((pid_t) child, NULL, 0, NULL) < 0 && errno == EINTR) {
        }
    }
    *pid = (pid_t) child;
    return rc;
}

int coop_spawn_start(pid_t *pid, const struct coop_spawn *spawn)
{
    sigset_t all;
    sigset_t before;
    sigset_t mask;
    int report[2];
    int rc = (int) COOP_KERNEL(SYS_pipe2, (long) report, O_CLOEXEC);

    if (rc < 0) {
        return rc;
    }
    sigfillset(&all);
    coop_real()->pthread_sigmask(SIG_SETMASK, &all, &before);
    /* With others, the kernel's mask is not the caller's; see coop_mask.h. */
    mask = coop.live == 1 ? before : coop.current->mask;
    rc = start(pid, spawn, &mask, report);
    coop_real()->pthread_sigmask(SIG_SETMASK, &before, NULL);
    return rc;
}
