/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A mailbox that is full.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* Writes until no message of SIZE bytes fits any more; returns how many did. */
static long fill(int fd, long size)
{
    long count = 0;

    while (count < 20000 && write(fd, big, (size_t) size) == size) {
        count++;
    }
    return count;
}

static void ubox_1(void)
{
    int box = (int) mailbox(15);
    int fd = (int) box_path("ubox", "0.0.0.0", getpid(), 1);
    int nobody = (int) box_path("ubox", "0.0.0.0", getppid(), 1);
    long count;

    result("ubox.write", write(fd, "abc", 3));
    result("ubox.read", read(box, big, 16));
    row("ubox.sender_pid", "%s", self_value("sender_pid") == getpid() ? "own" : "other");
    result("ubox.write nobody's mailbox", write(nobody, "abc", 3));
    result("ubox.write 65536", write(fd, big, 65536));
    result("ubox.read 65536", read(box, big, sizeof(big)));
    result("ubox.write 32 MiB", write(fd, big, 32 * MIB));
    while (read(box, big, sizeof(big)) > 0) {
    }
    done("ubox.fcntl F_SETFL O_NONBLOCK", fcntl(fd, F_SETFL, O_NONBLOCK));
    count = fill(fd, MIB);
    row("ubox.messages of 1048576", "%ld %s", count, error_name(errno));
    fcntl(fd, F_SETFL, 0);
    interrupt_in(1000);
    result("ubox.blocking write when full", write(fd, big, MIB));
}

static void full_small(void)
{
    int box = (int) mailbox(15);
    int fd = (int) send_box(getpid());
    long count;

    fcntl(fd, F_SETFL, O_NONBLOCK);
    count = fill(fd, 1);
    row("full.messages of 1", "%ld %s", count, error_name(errno));
    result("full.probe", raw_read(box, NULL, -1L));
    result("full.read one", read(box, big, 16));
    result("full.write after one read", write(fd, "x", 1));
    result("full.write 0 when full", write(fd, "x", 0));
    fcntl(fd, F_SETFL, 0);
    interrupt_in(1000);
    result("full.blocking write interrupted", write(fd, "x", 1));
    alarm_off();
}

static void full_bytes(void)
{
    static const long sizes[] = {100000, MIB, 8 * MIB};
    char name[64];

    for (size_t i = 0; i < 3; i++) {
        int box = (int) mailbox(15);
        int fd = (int) send_box(getpid());
        long count;

        fcntl(fd, F_SETFL, O_NONBLOCK);
        count = fill(fd, sizes[i]);
        snprintf(name, sizeof(name), "full.messages of %ld", sizes[i]);
        row(name, "%ld %s", count, error_name(errno));
        snprintf(name, sizeof(name), "full.then 1 byte (%ld)", sizes[i]);
        result(name, write(fd, "x", 1));
        close(fd);
        close(box);
    }
}

static void full_reader(int in, int out)
{
    int box = (int) mailbox(15);
    long got = 0;

    tell(out, box > 0 ? 'r' : 'n');
    hear(in);
    pause_ms(500);
    while (read(box, big, sizeof(big)) > 0) {
        got++;
    }
    tell(out, got > 0 ? 'g' : 'z');
    hear(in);
}

/* A send box to a peer whose mailbox is full; writes to it wait. */
static int filled_box(const struct peer *peer)
{
    int fd;

    hear(peer->from);
    fd = (int) send_box(peer->pid);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    fill(fd, 8 * MIB);
    fcntl(fd, F_SETFL, 0);
    return fd;
}

static void full_blocking(void)
{
    struct peer peer = start_peer(full_reader);
    int fd = filled_box(&peer);

    tell(peer.to, 'g');
    result("full.blocking write, then read", write(fd, big, 8 * MIB));
    end_peer(&peer);
}

static void full_dies(void)
{
    struct peer peer = start_peer(full_reader);
    int fd = filled_box(&peer);

    if (fork() == 0) {
        pause_ms(700);
        kill(peer.pid, SIGKILL);
        _exit(0);
    }
    result("full.blocking write, receiver killed", write(fd, big, 8 * MIB));
    result("full.write afterwards", write(fd, big, 8));
    end_peer(&peer);
}

const struct probe_test full_tests[] = {
    TEST(full, full_small, 200), TEST(full, full_bytes, 100), TEST(full, full_blocking, 40),
    TEST(full, ubox_1, 40),      TEST(full, full_dies, 40),   TESTS_END,
};
