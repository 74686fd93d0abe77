/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Who may write to whose mailbox.
 */
#include "probe.h"

#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned int permission_flags;

static void permission_receiver(int in, int out)
{
    if (setgid(2000) < 0 || setuid(1000) < 0) {
        tell(out, 'n');
        _exit(1);
    }
    mailbox(permission_flags | 8);
    tell(out, 'r');
    hear(in);
}

enum { WRITTEN = 100, NOT_THAT_USER = 200 };

/* Writes to RECEIVER as another user; returns an exit status. */
static int write_as(pid_t receiver, gid_t gid, uid_t uid)
{
    int fd;

    if (setgroups(0, NULL) < 0 || setgid(gid) < 0 || setuid(uid) < 0) {
        return NOT_THAT_USER;
    }
    fd = (int) send_box(receiver);
    return fd < 0 || write(fd, "x", 1) < 0 ? errno : WRITTEN;
}

static const char *write_by_child(pid_t receiver, gid_t gid, uid_t uid)
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        _exit(write_as(receiver, gid, uid));
    }
    waitpid(pid, &status, 0);
    switch (WEXITSTATUS(status)) {
    case WRITTEN:
        return "ok";
    case NOT_THAT_USER:
        return "setuid fails";
    default:
        return error_name(WEXITSTATUS(status));
    }
}

static void permission_try(const char *who, gid_t gid, uid_t uid)
{
    static const unsigned int flags[] = {0, 1, 2, 4, 7};
    char name[96];

    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        struct peer peer;

        permission_flags = flags[i];
        peer = start_peer(permission_receiver);
        if (hear(peer.from) != 'r') {
            row("permission.receiver", "setuid fails");
            return;
        }
        snprintf(name, sizeof(name), "permission.%s, flags %u", who, flags[i]);
        row(name, "%s", write_by_child(peer.pid, gid, uid));
        end_peer(&peer);
    }
}

static void permission_1(void)
{
    permission_try("same user", 2000, 1000);
    permission_try("same user, other group", 2001, 1000);
    permission_try("same group", 2000, 1001);
    permission_try("stranger", 2001, 1001);
    permission_try("root", 0, 0);
}

const struct probe_test permission_tests[] = {TEST(permission, permission_1, 60), TESTS_END};
