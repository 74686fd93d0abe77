/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Send boxes: what each system call does to them, flags, paths and limits.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

static void sendbox_calls(void)
{
    int fd = (int) send_box(getpid());
    struct timeval zero = {0, 0};
    struct stat status;
    int number = 0;

    mailbox(15);
    result("sendbox.read", read(fd, big, 16));
    result("sendbox.fstat", fstat(fd, &status));
    result("sendbox.dup", dup(fd));
    result("sendbox.dup2 50", dup2(fd, 50));
    result("sendbox.lseek", lseek(fd, 0, SEEK_SET));
    result("sendbox.send", send(fd, "x", 1, 0));
    result("sendbox.pwrite", pwrite(fd, "x", 1, 0));
    result("sendbox.fsync", fsync(fd));
    result("sendbox.fcntl F_GETFD", fcntl(fd, F_GETFD));
    result("sendbox.fcntl F_SETFD", fcntl(fd, F_SETFD, FD_CLOEXEC));
    result("sendbox.fcntl F_GETFL", fcntl(fd, F_GETFL));
    result("sendbox.fcntl F_SETFL O_NONBLOCK", fcntl(fd, F_SETFL, O_NONBLOCK));
    result("sendbox.fcntl F_SETFL O_NONBLOCK|O_APPEND", fcntl(fd, F_SETFL, O_NONBLOCK | O_APPEND));
    result("sendbox.fcntl F_SETFL O_APPEND", fcntl(fd, F_SETFL, O_APPEND));
    result("sendbox.fcntl F_SETFL 0", fcntl(fd, F_SETFL, 0));
    result("sendbox.fcntl F_DUPFD", fcntl(fd, F_DUPFD, 10));
    result("sendbox.ioctl FIONBIO", ioctl(fd, FIONBIO, &number));
    result("sendbox.dup2 0", dup2(fd, 0));
    result("sendbox.close", close(fd));
    result("sendbox.close again", close(fd));
    result("sendbox.write closed", write(fd, "x", 1));
    result("box.select beyond 1024",
           syscall(SYS_select, BOX_DESCRIPTOR + 1, NULL, NULL, NULL, &zero));
}

static void open_flags(void)
{
    static const int flags[] = {
        0,
        1,
        2,
        3,
        1 | O_NONBLOCK,
        1 | O_CLOEXEC,
        1 | O_APPEND,
        1 | O_CREAT,
        1 | O_TRUNC,
        1 | O_CREAT | O_EXCL,
    };
    char name[80];

    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        long fd = box_path("mbox", "0.0.0.0", getpid(), flags[i]);

        snprintf(name, sizeof(name), "sendbox.open flags=0%o", (unsigned int) flags[i]);
        descriptor_row(name, fd);
        if (fd >= 0) {
            close((int) fd);
        }
    }
}

/* Opens a box that may not be there. If it opens, it is closed again, after a write if WRITES. */
static void open_one(const char *which, long fd, int writes)
{
    char name[200];

    snprintf(name, sizeof(name), "sendbox.open %s", which);
    done(name, fd);
    if (fd < 0) {
        return;
    }
    if (writes) {
        snprintf(name, sizeof(name), "sendbox.write %s", which);
        result(name, write((int) fd, "x", 1));
    }
    close((int) fd);
}

static void open_tails(void)
{
    static const char *const tails[] = {"/1",  "/2",  "/0",  "/-1", "/",   "",     "/abc",
                                        "/1x", "/1/", "/+1", "/ 1", "/01", "/0x10"};
    char path[160], which[80];

    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
        snprintf(path, sizeof(path), "/proc/mosix/mbox/0.0.0.0%s", tails[i]);
        snprintf(which, sizeof(which), "'%s'", tails[i]);
        open_one(which, mosix_open(path, O_WRONLY, 0), 0);
    }
}

static void open_pids(void)
{
    static const long pids[] = {32767,   32768,      65536,      4194303,   4194304,
                                4194305, 2147483647, 2147483648, 4294967297};
    char which[80];

    for (size_t i = 0; i < sizeof(pids) / sizeof(pids[0]); i++) {
        snprintf(which, sizeof(which), "pid %ld", pids[i]);
        open_one(which, send_box(pids[i]), 1);
    }
}

static void open_nodes(void)
{
    static const char *const nodes[] = {
        "127.0.0.1", "10.77.0.99", "10.77.0.2", "1.2.3.4",   "255.255.255.255",
        "0.0.0.1",   "1",          "2",         "localhost", "node1",
        "",          "0",          "00.0.0.0",  "0.0.0.0.0", "0.0.0",
    };
    char which[80];

    for (size_t i = 0; i < sizeof(nodes) / sizeof(nodes[0]); i++) {
        snprintf(which, sizeof(which), "node '%s'", nodes[i]);
        alarm(60);
        open_one(which, box_path("mbox", nodes[i], 2, O_WRONLY), 1);
    }
}

static void box_sendboxes(void)
{
    static const char *const kinds[] = {"mbox", "ubox", "box", "xbox"};
    char which[80];
    long fd;

    open_flags();
    open_tails();
    open_pids();
    open_nodes();
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        snprintf(which, sizeof(which), "kind %s", kinds[i]);
        open_one(which, box_path(kinds[i], "0.0.0.0", getpid(), O_WRONLY), 0);
    }
    fd = box_path("mbox", home_text(), getpid(), O_WRONLY);
    done("sendbox.open own address", fd);
    result("sendbox.write nobody's mailbox", write((int) fd, "x", 1));
    fd = send_box(1);
    result("sendbox.write init", write((int) fd, "x", 1));
}

static void box_limit(void)
{
    int opened = 0;

    mailbox(15);
    while (opened < 2000 && send_box(getpid()) >= 0) {
        opened++;
    }
    row("sendbox.limit", "%d %s", opened, error_name(errno));
    close(BOX_DESCRIPTOR + 5);
    row("sendbox.reopened", "0x%lx", send_box(getpid()));
    result("sendbox.limit, pipe2", pipe2((int[2]){0, 0}, 0));
}

const struct probe_test sendbox_tests[] = {
    TEST(box, sendbox_calls, 20),
    TEST(box, box_sendboxes, 200),
    TEST(box, box_limit, 60),
    TESTS_END,
};
