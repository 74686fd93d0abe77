/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_daemon.h. */
#include "coop_daemon.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "coop_head.h"
#include "coop_kernel.h"
#include "coop_state.h"

/* How often coop_daemon_is_dying() looks, in nanoseconds; how many times while the daemon seems to
 * live, because the signal comes a little before that can be seen; and how many times at all. */
#define LOOK_INTERVAL 20000000
#define LOOKS_ALIVE 10
#define LOOKS 250

static pid_t daemon_pid; /* 0: unknown */

void coop_daemon_start(void)
{
    const char *text = getenv(COOP_DAEMON_ENV);
    long number = text != NULL ? strtol(text, NULL, 10) : 0;

    daemon_pid = number > 1 && number <= INT_MAX ? (pid_t) number : 0;
}

void coop_daemon_watch(int signal)
{
    int saved = errno;

    if (daemon_pid != 0 && getppid() == daemon_pid) {
        prctl(PR_SET_PDEATHSIG, signal);
    }
    errno = saved;
}

bool coop_daemon_is_known(void)
{
    return daemon_pid != 0;
}

/* A process that has ended stays as a zombie until its parent asks for its status. */
static bool is_zombie(pid_t pid)
{
    char path[32];
    char text[256];
    const char *state;

    snprintf(path, sizeof(path), "/proc/%ld/stat", (long) pid);
    coop_head_read(path, text, sizeof(text));
    state = strrchr(text, ')'); /* of the name, which may hold anything */
    return state != NULL && strncmp(state, ") Z", 3) == 0;
}

static bool has_ended(pid_t pid)
{
    return COOP_KERNEL(SYS_kill, pid, 0) == -ESRCH || is_zombie(pid);
}

/* poll() says so for input that nobody has read yet as well. */
static bool is_closed_by_peer(int fd)
{
    struct pollfd descriptor = {.fd = fd, .events = POLLRDHUP};
    const struct timespec now = {0};

    return fd >= 0 && COOP_KERNEL(SYS_ppoll, (long) &descriptor, 1, (long) &now, 0, 0) > 0 &&
           (descriptor.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

static bool helper_lost_a_connection(void)
{
    for (const struct coop_task *task = coop.sched.waiting.first; task != NULL; task = task->next) {
        for (size_t i = 0; i < task->wait.descriptor_count; i++) {
            if (is_closed_by_peer(task->wait.descriptors[i].fd)) {
                return true;
            }
        }
    }
    return false;
}

bool coop_daemon_is_lost(void)
{
    return daemon_pid != 0 && !coop.busy && helper_lost_a_connection() && has_ended(daemon_pid);
}

bool coop_daemon_is_dying(void)
{
    for (int looks = 0; looks < LOOKS && daemon_pid != 0 && !coop.busy; looks++) {
        if (coop_daemon_is_lost()) {
            return true;
        }
        if (looks >= LOOKS_ALIVE && !has_ended(daemon_pid)) {
            return false;
        }
        /* The kernel writes into it. */
        struct timespec interval = {.tv_nsec = LOOK_INTERVAL};

        COOP_KERNEL(SYS_ppoll, 0, 0, (long) &interval, 0, 0);
    }
    return false;
}
