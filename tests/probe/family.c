/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What children and programs that were executed keep of the boxes, and what the dead leave.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs WORK in a child of a process that has a mailbox with one message and a send box to itself.
 */
static void in_child(const char *name, void (*work)(int box, int fd))
{
    int box = (int) mailbox(15);
    int fd = (int) send_box(getpid());
    int status = 0;
    pid_t pid;

    if (write(fd, "a", 1) != 1) {
        row(name, "no message: %s", error_name(errno));
        return;
    }
    pid = fork();
    if (pid == 0) {
        alarm(5);
        work(box, fd);
        _exit(0);
    }
    if (waitpid(pid, &status, 0) != pid) {
        row(name, "no child: %s", error_name(errno));
    } else {
        report_end(name, status);
    }
}

static void child_reads(int box, int fd)
{
    (void) fd;
    result("family.child reads parent's mailbox descriptor", read(box, big, 16));
}

static void child_writes(int box, int fd)
{
    (void) box;
    result("family.child writes inherited send box", write(fd, "from child", 10));
}

static void child_own(int box, int fd)
{
    (void) box;
    (void) fd;
    row("family.child's own mailbox", "0x%lx", mailbox(15));
    result("family.child's own mailbox, read", read(BOX_DESCRIPTOR, big, 16));
    row("family.child's next send box", "0x%lx", send_box(getppid()));
}

static void family_child_reads(void)
{
    in_child("family.child_reads", child_reads);
}

static void family_child_owns(void)
{
    in_child("family.child_owns", child_own);
}

static void family_fork(void)
{
    in_child("family.child_writes", child_writes);
    result("family.parent reads first", read(BOX_DESCRIPTOR, big, 16));
    result("family.parent reads child's", read(BOX_DESCRIPTOR, big, 16));
    row("family.sender_pid of child's", "%s",
        self_value("sender_pid") == getpid() ? "the parent's" : "another");
}

static void family_vfork(void)
{
    int box = (int) mailbox(15);
    int status = 0;
    pid_t pid;

    pid = vfork();
    if (pid == 0) {
        _exit(read(box, big, 16) < 0 ? errno : 100);
    }
    waitpid(pid, &status, 0);
    row("family.vforked child reads parent's mailbox", "%s",
        WEXITSTATUS(status) == 100 ? "ok" : error_name(WEXITSTATUS(status)));
}

static void family_vfork_exec(void)
{
    int box = (int) mailbox(15);
    int status = 0;
    pid_t pid;

    pid = vfork();
    if (pid == 0) {
        execl("/bin/sh", "sh", "-c", "exit 7", (char *) NULL);
        _exit(1);
    }
    waitpid(pid, &status, 0);
    row("family.vfork and exec beside a mailbox", "exit %d", WEXITSTATUS(status));
    result("family.mailbox afterwards", read(box, big, 16));
}

static void family_exec(void)
{
    int box = (int) mailbox(15);
    int fd = (int) send_box(getpid());
    char number[16];

    done("family.exec write", write(fd, "kept", 4));
    snprintf(number, sizeof(number), "%d", fd);
    (void) box;
    execl(self_name, self_name, "--after-exec", number, (char *) NULL);
    row("family.exec", "%s", error_name(errno));
}

void after_exec(int fd)
{
    result("family.after exec, read old mailbox descriptor", read(BOX_DESCRIPTOR, big, 16));
    result("family.after exec, write old send box", write(fd, "x", 1));
    row("family.after exec, open mailbox", "0x%lx", mailbox(15));
    result("family.after exec, read", read(BOX_DESCRIPTOR, big, 16));
    _exit(0);
}

static void family_exit(int in, int out)
{
    mailbox(15);
    tell(out, 'r');
    hear(in);
}

static void family_dead(void)
{
    struct peer peer = start_peer(family_exit);
    int fd;

    hear(peer.from);
    fd = (int) send_box(peer.pid);
    result("family.write to living", write(fd, "x", 1));
    kill(peer.pid, SIGKILL);
    pause_ms(300);
    result("family.write to zombie", write(fd, "x", 1));
    waitpid(peer.pid, NULL, 0);
    result("family.write to dead", write(fd, "x", 1));
    result("family.open dead", send_box(peer.pid) >= 0 ? 0 : -1);
}

static void family_lifetime(void)
{
    int box = (int) mailbox(15);
    pid_t pid = fork();

    if (pid == 0) {
        int fd = (int) send_box(getppid());

        if (write(fd, "testament", 9) != 9) {
            _exit(1);
        }
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    result("family.message of a dead sender", read(box, big, 16));
    row("family.its sender_pid", "%s", self_value("sender_pid") == pid ? "right" : "wrong");
}

const struct probe_test family_tests[] = {
    TEST(family, family_fork, 20),
    TEST(family, family_child_reads, 10),
    TEST(family, family_child_owns, 10),
    TEST(family, family_vfork, 10),
    TEST(family, family_vfork_exec, 10),
    TEST(family, family_exec, 20),
    TEST(family, family_dead, 20),
    TEST(family, family_lifetime, 20),
    TESTS_END,
};
