/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Messages: lengths, parts, what is told about them, and what becomes of those that wait.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/uio.h>
#include <unistd.h>

/* A mailbox that does not wait, and a send box to it. */
struct loop {
    int box, fd;
};

static struct loop open_loop(void)
{
    return (struct loop){(int) mailbox(15), (int) send_box(getpid())};
}

static void lengths(int box, int fd)
{
    result("message.write 0", write(fd, "", 0));
    result("message.probe 0", raw_read(box, NULL, -1L));
    result("message.read of 0", read(box, big, 16));
    result("message.read behind it", read(box, big, 16));
    result("message.write 10", write(fd, "0123456789", 10));
    result("message.probe 10", raw_read(box, NULL, -1L));
    result("message.probe 10 again", raw_read(box, big, -1L));
    result("message.length after probe", self_value("message_length"));
    result("message.read 4 of 10", read(box, big, 4));
    result("message.length after short read", self_value("message_length"));
    result("message.rest of it", read(box, big, 16));
}

static void message_about(void)
{
    struct loop loop = open_loop();

    row("message.sender_pid before any", "%s",
        self_value("sender_pid") == getppid() ? "of the parent's last" : "other");
    row("message.sender_home before any", "%s", address_text(self_value("sender_home")));
    row("message.length before any", "%s", text_of(self_value("message_length")));
    lengths(loop.box, loop.fd);
    row("message.sender_pid", "%s", self_value("sender_pid") == getpid() ? "own" : "other");
    row("message.sender_home", "%s", address_text(self_value("sender_home")));
    row("message.sender_location", "%s", address_text(self_value("sender_location")));
}

static void most_parts(struct loop loop, struct iovec *parts)
{
    static const int counts[] = {8,   16,  17,  32,  33,  64,  65,   128, 129,
                                 255, 256, 257, 511, 512, 513, 1023, 1024};
    int writable = 0, readable = 0;

    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        if (writev(loop.fd, parts, counts[i]) == counts[i]) {
            writable = counts[i];
        }
        if (readv(loop.box, parts, counts[i]) == counts[i]) {
            readable = counts[i];
        }
        while (read(loop.box, big, 4096) >= 0) {
        }
    }
    row("message.most parts of those tried", "writev %d, readv %d", writable, readable);
}

static void message_parts(void)
{
    static struct iovec many[1100];
    struct loop loop = open_loop();
    char in[3][4];
    struct iovec parts[3] = {{"abc", 3}, {"", 0}, {"defgh", 5}};
    struct iovec places[3] = {{in[0], 3}, {in[1], 0}, {in[2], 4}};

    result("message.writev 3+0+5", writev(loop.fd, parts, 3));
    result("message.readv 3+0+4", readv(loop.box, places, 3));
    row("message.readv content", "%.3s|%.4s", in[0], in[2]);
    result("message.writev 0 parts", writev(loop.fd, parts, 0));
    result("message.after writev 0 parts", read(loop.box, big, 16));
    for (int i = 0; i < 1100; i++) {
        many[i] = (struct iovec){big + i, 1};
    }
    most_parts(loop, many);
    result("message.writev 1024 parts", writev(loop.fd, many, 1024));
    result("message.readv 1024 parts empty", readv(loop.box, many, 1024));
}

static void message_waiting(void)
{
    struct loop loop = open_loop();
    long value;

    result("message.write bad pointer", raw_write(loop.fd, (void *) 8, 16));
    result("message.write count -1", raw_write(loop.fd, big, -1L));
    result("message.write count 2^31", raw_write(loop.fd, big, 1L << 31));
    result("message.nothing was sent", read(loop.box, big, 16));
    value = write(loop.fd, "kept", 4);
    result("message.pending, reopen with 7", mailbox(7));
    result("message.pending after reopen", value == 4 ? read(loop.box, big, 16) : -1);
    mailbox(15);
    if (write(loop.fd, "lost", 4) != 4) {
        row("message.pending", "not sent: %s", error_name(errno));
    }
    close(loop.box);
    loop.box = (int) mailbox(15);
    result("message.pending after close and open", read(loop.box, big, 16));
    close(loop.box);
    result("message.write to closed mailbox", write(loop.fd, "x", 1));
}

static void message_sizes(void)
{
    static const long sizes[] = {1,   4095,     4096,         65535,    65536,       65537,
                                 MIB, 16 * MIB, 32 * MIB - 1, 32 * MIB, 32 * MIB + 1};
    struct loop loop = open_loop();
    char name[64];

    fcntl(loop.fd, F_SETFL, O_NONBLOCK);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        char *last = big + sizes[i] - 1;
        long length;
        int right;

        big[0] = (char) i;
        *last = (char) (i + 1);
        snprintf(name, sizeof(name), "message.size %ld", sizes[i]);
        if (write(loop.fd, big, (size_t) sizes[i]) < 0) {
            row(name, "%s", error_name(errno));
            continue;
        }
        big[0] = *last = 99;
        length = read(loop.box, big, sizeof(big));
        right = big[0] == (char) i && *last == (char) (i + 1);
        row(name, "%ld %s", length, sizes[i] == 1 ? "-" : right ? "right" : "wrong");
    }
}

const struct probe_test message_tests[] = {
    TEST(message, message_about, 20),
    TEST(message, message_parts, 20),
    TEST(message, message_waiting, 20),
    TEST(message, message_sizes, 60),
    TESTS_END,
};
