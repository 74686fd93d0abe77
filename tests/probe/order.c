/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The order of messages, and the flags that change it.
 */
#include "probe.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void order_flag32(void)
{
    int box = (int) mailbox(8 | 32);
    int fd = (int) send_box(getpid());
    char text[40];

    done("order.writes",
         write(fd, "long message 1", 14) + write(fd, "ab", 2) + write(fd, "long message 2", 14));
    memset(text, 0, sizeof(text));
    result("order.flag 32, read 5", read(box, text, 5));
    row("order.flag 32, content", "%s", text);
    result("order.flag 32, read 5 again", read(box, text, 5));
    memset(text, 0, sizeof(text));
    result("order.flag 32, read 20", read(box, text, 20));
    row("order.flag 32, content", "%s", text);
}

static void order_flag64(void)
{
    int box = (int) mailbox(8 | 64);
    int fd = (int) send_box(getpid());

    done("order.flag 64 writes", write(fd, "a", 1) + write(fd, "", 0) + write(fd, "b", 1));
    result("order.flag 64 first", read(box, big, 5));
    result("order.flag 64 zero", read(box, big, 5));
    result("order.flag 64 after zero", read(box, big, 5));
    result("order.flag 64 probe after zero", raw_read(box, NULL, -1L));
    mailbox(8);
    result("order.flag 64 cleared", read(box, big, 5));
}

static void order_two(int in, int out)
{
    int fd = (int) send_box(getppid());
    int i;

    tell(out, 'r');
    hear(in);
    for (i = 0; i < 200; i++) {
        big[0] = (char) i;
        if (write(fd, big, i % 7 == 0 ? 40000 : 10) < 0) {
            _exit(7);
        }
    }
    tell(out, 'd');
    hear(in);
}

static void order_stream(void)
{
    int box = (int) mailbox(7);
    struct peer peer = start_peer(order_two);
    int wrong = 0;

    hear(peer.from);
    tell(peer.to, 'g');
    for (int i = 0; i < 200; i++) {
        long size = read(box, big, sizeof(big));

        wrong += size != (i % 7 == 0 ? 40000 : 10) || big[0] != (char) i;
    }
    row("order.200 mixed sizes, wrong", "%d", wrong);
    row("order.sender_pid", "%s",
        self_value("sender_pid") == peer.pid ? "the child's PID" : "other");
    end_peer(&peer);
}

const struct probe_test order_tests[] = {
    TEST(order, order_flag32, 20),
    TEST(order, order_flag64, 20),
    TEST(order, order_stream, 60),
    TESTS_END,
};
