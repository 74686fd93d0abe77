/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The own mailbox: with which flags it opens, and what each system call does to it.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static void open_box(const char *name, int flags, unsigned int mode)
{
    long fd = mosix_open(MYBOX, flags, mode);

    descriptor_row(name, fd);
    if (fd >= 0) {
        close((int) fd);
    }
}

static void box_flags(void)
{
    static const long modes[] = {0,  1,   2,   4,   7,   8,   15,   16,     32,
                                 64, 127, 128, 255, 256, 512, 1024, 0xffff, -1};
    static const int flags[] = {
        0,
        1,
        2,
        O_CREAT,
        O_CREAT | 1,
        O_CREAT | 2,
        O_CREAT | 3,
        O_CREAT | O_EXCL,
        O_CREAT | O_CLOEXEC,
        O_CREAT | O_NONBLOCK,
        O_CREAT | O_TRUNC,
    };
    char name[80];

    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        snprintf(name, sizeof(name), "mybox.open mode=%ld", modes[i]);
        open_box(name, O_CREAT, (unsigned int) modes[i]);
    }
    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        snprintf(name, sizeof(name), "mybox.open flags=0%o", (unsigned int) flags[i]);
        open_box(name, flags[i], 15);
    }
    row("mybox.open again", "%s", mailbox(7) == mailbox(15) ? "same" : "other");
    result("mybox.close", close((int) mailbox(15)));
    result("mybox.close again", close(BOX_DESCRIPTOR));
    result("mybox.read closed", read(BOX_DESCRIPTOR, big, 10));
}

static void calls_on_empty(int box)
{
    struct iovec part = {big, 16};

    result("mybox.read empty", read(box, big, 16));
    result("mybox.readv empty", readv(box, &part, 1));
    result("mybox.readv 0 parts empty", readv(box, &part, 0));
    result("mybox.read 0 empty", read(box, big, 0));
    result("mybox.read -1 empty", raw_read(box, NULL, -1L));
    result("mybox.read NULL empty", raw_read(box, NULL, 16));
    result("mybox.pread", pread(box, big, 16, 0));
    result("mybox.preadv", preadv(box, &part, 1, 0));
    result("mybox.recv", recv(box, big, 16, MSG_DONTWAIT));
}

static void calls_of_files(int box)
{
    struct stat status;
    int number = 0;

    result("mybox.write", write(box, "x", 1));
    result("mybox.lseek", lseek(box, 0, SEEK_SET));
    result("mybox.fstat", fstat(box, &status));
    result("mybox.fsync", fsync(box));
    result("mybox.ftruncate", ftruncate(box, 0));
    result("mybox.dup", dup(box));
    result("mybox.dup2 50", dup2(box, 50));
    result("mybox.fcntl F_GETFD", fcntl(box, F_GETFD));
    result("mybox.fcntl F_SETFD", fcntl(box, F_SETFD, FD_CLOEXEC));
    result("mybox.fcntl F_GETFL", fcntl(box, F_GETFL));
    result("mybox.fcntl F_SETFL", fcntl(box, F_SETFL, O_NONBLOCK));
    result("mybox.fcntl F_DUPFD", fcntl(box, F_DUPFD, 10));
    result("mybox.fcntl F_SETOWN", fcntl(box, F_SETOWN, getpid()));
    result("mybox.ioctl FIONREAD", ioctl(box, FIONREAD, &number));
    result("mybox.ioctl FIONBIO", ioctl(box, FIONBIO, &number));
}

static void poll_one(const char *name, const char *revents_name, int fd, short events)
{
    struct pollfd polled = {fd, events, 0};

    result(name, poll(&polled, 1, 0));
    row(revents_name, "0x%x", polled.revents);
}

static void polls(int box, int fd)
{
    int pipes[2];

    poll_one("mybox.poll empty", "mybox.poll empty revents", box, POLLIN | POLLOUT);
    result("self.write", write(fd, "hello", 5));
    poll_one("mybox.poll with message", "mybox.poll with message revents", box, POLLIN | POLLOUT);
    poll_one("sendbox.poll", "sendbox.poll revents", fd, POLLOUT);
    if (pipe(pipes) == 0) {
        struct pollfd both[2] = {{box, POLLIN, 0}, {pipes[0], POLLIN, 0}};

        result("mybox.poll box and pipe", poll(both, 2, 0));
        result("mybox.poll box and pipe filled",
               write(pipes[1], "x", 1) == 1 ? poll(both, 2, 0) : -1);
    }
}

static void box_calls(void)
{
    int box = (int) mailbox(15);
    int fd;

    calls_on_empty(box);
    calls_of_files(box);
    fd = (int) send_box(getpid());
    polls(box, fd);
    result("mybox.read 0 with message", read(box, big, 0));
    result("mybox.read after read 0", read(box, big, 16));
    result("self.write another", write(fd, "hello", 5));
    result("mybox.read bad pointer", raw_read(box, (void *) 8, 16));
    result("mybox.read after bad pointer", read(box, big, 16));
    result("mybox.dup2 0", dup2(box, 0));
    result("mybox.dup2 0, write", write(fd, "hello", 5));
    result("mybox.dup2 0, read", read(0, big, 16));
    result("mybox.close, 0 stays", close(box));
    result("mybox.close, 0 stays, write", write(fd, "again", 5));
    result("mybox.close, 0 stays, read", read(0, big, 16));
}

const struct probe_test mybox_tests[] = {
    TEST(box, box_flags, 20),
    TEST(box, box_calls, 20),
    TESTS_END,
};
