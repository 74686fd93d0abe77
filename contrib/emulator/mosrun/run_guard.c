/* SPDX-License-Identifier: BSD-3-Clause */
/* The guard; see run_guard.h. */
#include "run_guard.h"

#include "process_fd.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* How soon the program follows a mosrun that was stopped. The kernel tells nobody but the parent of
 * a process that it was stopped, so the guard has to look. */
#define LOOK_MS 100

#define STAT_SIZE 512

/* Whether the process of that /proc/PID/stat is stopped. The name may contain anything but a zero
 * byte; the state follows its last parenthesis. */
static bool is_stopped(int stat)
{
    char text[STAT_SIZE];
    ssize_t length = pread(stat, text, sizeof(text) - 1, 0);
    const char *end;

    if (length <= 0) {
        return false;
    }
    text[length] = '\0';
    end = strrchr(text, ')');
    return end != NULL && end[1] == ' ' && end[2] == 'T';
}

static _Noreturn void watch(int parent, int stat, int program)
{
    struct pollfd end = {.fd = parent, .events = POLLIN};
    bool was_stopped = false;

    for (;;) {
        bool stopped;
        int ready = poll(&end, 1, LOOK_MS);

        if (ready > 0) {
            (void) process_fd_signal(program, SIGKILL);
            _exit(0);
        }
        /* mosrun itself lets the program go on. */
        stopped = is_stopped(stat);
        if (stopped && !was_stopped) {
            (void) process_fd_signal(program, SIGSTOP);
        }
        was_stopped = stopped;
    }
}

pid_t run_guard_start(int program)
{
    char path[64];
    int parent = process_fd_open(getpid());
    int stat;
    pid_t pid;

    if (parent < 0) {
        return parent;
    }
    snprintf(path, sizeof(path), "/proc/%d/stat", (int) getpid());
    stat = open(path, O_RDONLY | O_CLOEXEC);
    pid = stat < 0 ? -1 : fork();
    if (pid == 0) {
        const int kept[] = {parent, stat, program};

        process_fd_close_others(kept, 3);
        /* Not of the group that is signalled, and known by its name: mosps omits it. */
        setpgid(0, 0);
        prctl(PR_SET_NAME, "mosrun-guard");
        watch(parent, stat, program);
    }
    if (pid < 0) {
        pid = -errno;
    }
    close(parent);
    if (stat >= 0) {
        close(stat);
    }
    return pid;
}

void run_guard_end(pid_t pid)
{
    if (pid > 0) {
        kill(pid, SIGKILL);
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
        }
    }
}
