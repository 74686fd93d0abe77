/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every system call by its number, with arguments that mean nothing.
 */
#include "probe.h"

#include <errno.h>
#include <stdio.h>
#include <sys/msg.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "call_names.h"

enum { LAST_CALL = 460, CLONE3 = 435, SECONDS = 3 };

static int call_number;
static char call_row[64];

/* These end, replace or stop the caller, or are not for a machine that is to go on. */
static int spared(int number)
{
    switch (number) {
    case SYS_exit:
    case SYS_exit_group:
    case SYS_rt_sigreturn:
    case SYS_pause:
    case SYS_vhangup:
    case SYS_setsid:
    case SYS_alarm:
        return 1;
    default:
        return 0;
    }
}

static void call_vfork(void)
{
    pid_t pid = vfork();

    if (pid == 0) {
        _exit(0);
    }
    done(call_row, pid);
}

/* A message queue outlives the process that made it. */
static void remove_queue(void)
{
    int queue = msgget(-1, 0);

    if (queue >= 0) {
        msgctl(queue, IPC_RMID, NULL);
    }
}

static void call_one(void)
{
    int fork_like = call_number == SYS_fork || call_number == SYS_clone || call_number == CLONE3;
    long rc;

    if (call_number == SYS_vfork) {
        call_vfork();
        return;
    }
    if (call_number == SYS_msgget) {
        remove_queue();
    }
    rc = syscall(call_number, -1L, -1L, -1L, -1L, -1L, -1L);
    if (rc == 0 && fork_like) {
        syscall(SYS_exit, 0);
    }
    row(call_row, "%s", rc < 0 && rc > -4096 ? error_name(errno) : rc == 0 ? "0" : "value");
    if (call_number == SYS_msgget) {
        remove_queue();
    }
}

void every_call(void)
{
    const struct probe_test test = {call_row, call_one, SECONDS};

    for (call_number = 0; call_number <= LAST_CALL; call_number++) {
        const char *name = call_names[call_number];

        if (!spared(call_number)) {
            snprintf(call_row, sizeof(call_row), "sys.%d.%s", call_number,
                     name != NULL ? name : "-");
            run_test(&test);
        }
    }
}
