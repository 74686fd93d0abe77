/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a program sees of the faults in MOSIX_EMULATOR_FAULTS. Each case is run with the fault of
 * its name.
 */
#include "mail_case.h"

#include <time.h>

static int own;
static int to;

static void setup(void)
{
    own = own_box(7);
    to = box_to(getpid());
}

/* box=3 */
static void box(void)
{
    setup();
    EXPECT(fcntl(to, F_SETFL, O_NONBLOCK) == 0);
    EXPECT(fill(to) == 3 && errno == ENOSPC);
    expect_text(own, "x");
    EXPECT(fill(to) == 1 && errno == ENOSPC);
    EXPECT(fcntl(to, F_SETFL, 0) == 0);
    interrupt_after(100);
    EXPECT(fill(to) == 0 && errno == EINTR);
    for (int i = 0; i < 3; i++) {
        expect_text(own, "x");
    }
    expect_nothing(own);
    EXPECT(close(own) == 0);
    setup();
    EXPECT(fcntl(to, F_SETFL, O_NONBLOCK) == 0 && fill(to) == 3);
}

static void send_many(struct peer *parent)
{
    char large[100000] = {0};
    int box_ = box_to(parent->pid);

    for (int i = 0; i < 500; i++) {
        EXPECT(write(box_, large, sizeof(large)) == sizeof(large));
    }
}

/* box=2: writers of large messages wait, and none is lost */
static void box_waits(void)
{
    struct peer peers[2];
    char large[100000];

    setup();
    peers[0] = start_peer(send_many);
    peers[1] = start_peer(send_many);
    for (int i = 0; i < 1000; i++) {
        EXPECT(read(own, large, sizeof(large)) == sizeof(large));
    }
    expect_end(&peers[0]);
    expect_end(&peers[1]);
    expect_nothing(own);
}

/* eintr=30: some calls are interrupted, the same ones in each run, and nothing is lost */
static void eintr(void)
{
    int interrupted = 0;
    char byte;

    setup();
    for (int i = 0; i < 1000; i++) {
        while (write(to, "x", 1) < 0) {
            EXPECT(errno == EINTR);
            interrupted++;
        }
        while (read(own, &byte, 1) < 0) {
            EXPECT(errno == EINTR);
            interrupted++;
        }
    }
    expect_nothing(own);
    /* 30 of 100 calls: 3 interruptions for 7 successes */
    EXPECT(interrupted > 700 && interrupted < 1000);
    printf("%d\n", interrupted);
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double) time.tv_sec + (double) time.tv_nsec * 1e-9;
}

/* delay=200000 */
static void delay(void)
{
    double start;

    setup();
    start = now();
    send_text(to, "one");
    send_text(to, "two");
    EXPECT(now() - start < 0.1);
    expect_nothing(own);
    expect_text(own, "one");
    EXPECT(now() - start >= 0.2 && now() - start < 1);
    expect_text(own, "two");
    expect_nothing(own);
}

/* vanish=3 */
static void vanish(void)
{
    setup();
    send_text(to, "one");
    send_text(to, "two");
    for (int i = 0; i < 3; i++) {
        EXPECT_ERRNO(write(to, "x", 1), ESRCH);
    }
    expect_text(own, "one");
    expect_text(own, "two");
    expect_nothing(own);
}

/* write-errno=EIO */
static void write_errno(void)
{
    setup();
    for (int i = 0; i < 3; i++) {
        EXPECT_ERRNO(write(to, "x", 1), EIO);
    }
    expect_nothing(own);
}

/* write-errno=ENOSPC@2 */
static void write_errno_at(void)
{
    setup();
    send_text(to, "one");
    EXPECT_ERRNO(write(to, "x", 1), ENOSPC);
    send_text(to, "three");
    expect_text(own, "one");
    expect_text(own, "three");
}

/* open-errno=ENOMEM */
static void open_errno(void)
{
    EXPECT_ERRNO(mosix_open("/proc/mosix/mybox", O_CREAT, 7), ENOMEM);
    EXPECT(box_to(getpid()) >= 0);
}

/* peer-open-errno=EACCES */
static void peer_open_errno(void)
{
    char path[64];

    snprintf(path, sizeof(path), "/proc/mosix/mbox/127.0.0.1/%d", (int) getppid());
    EXPECT_ERRNO(mosix_open(path, O_WRONLY, 0), EACCES);
    EXPECT(box_to(getpid()) >= 0);
}

/* nononblock */
static void nononblock(void)
{
    setup();
    EXPECT_ERRNO(fcntl(to, F_SETFL, O_NONBLOCK), EINVAL);
    EXPECT(fcntl(to, F_SETFL, 0) == 0);
    send_text(to, "works otherwise");
    expect_text(own, "works otherwise");
}

/* truncate=4 */
static void truncate_(void)
{
    const struct iovec parts[3] = {{(void *) "ab", 2}, {(void *) "cdef", 4}, {(void *) "gh", 2}};

    setup();
    EXPECT(writev(to, parts, 3) == 8);
    send_text(to, "four");
    expect_text(own, "abcd");
    expect_text(own, "four");
}

/* drop=2 */
static void drop(void)
{
    setup();
    send_text(to, "one");
    send_text(to, "two");
    send_text(to, "three");
    expect_text(own, "one");
    expect_text(own, "three");
    expect_nothing(own);
}

/* dup=2 */
static void dup_(void)
{
    setup();
    send_text(to, "one");
    send_text(to, "two");
    send_text(to, "three");
    expect_text(own, "one");
    expect_text(own, "two");
    expect_text(own, "two");
    expect_text(own, "three");
    expect_nothing(own);
}

/* full-errno=EAGAIN */
static void full_errno(void)
{
    setup();
    EXPECT(fcntl(to, F_SETFL, O_NONBLOCK) == 0);
    EXPECT(fill(to) > 0 && errno == EAGAIN);
    expect_text(own, "x");
    EXPECT(fill(to) == 1 && errno == EAGAIN);
}

static const struct mail_case cases[] = {
    {"box", box},
    {"box-waits", box_waits},
    {"eintr", eintr},
    {"delay", delay},
    {"vanish", vanish},
    {"write-errno", write_errno},
    {"write-errno-at", write_errno_at},
    {"open-errno", open_errno},
    {"peer-open-errno", peer_open_errno},
    {"nononblock", nononblock},
    {"truncate", truncate_},
    {"drop", drop},
    {"dup", dup_},
    {"full-errno", full_errno},
};

MAIL_CASES(cases)
