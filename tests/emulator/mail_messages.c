/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Writing and reading messages within one process: sizes, waiting, flags of the mailbox.
 */
#include "mail_case.h"

#include <signal.h>

#define MESSAGE_MAX (32u << 20)
#define PARTS_MAX 16

/* Not constants to the compiler, which would warn of them. */
static volatile size_t probe = (size_t) -1;
static volatile int below_none = -1;
static volatile int one_too_many = PARTS_MAX + 1;

/* Sends SIZE bytes in COUNT parts to a mailbox of this process and reads them back in one. */
static void there_and_back(int to, int box, size_t size, int count)
{
    unsigned char *data = make_pattern(size, (unsigned int) count);
    unsigned char *back = calloc(1, size + 1);
    struct iovec parts[PARTS_MAX];
    size_t done = 0;

    EXPECT(back != NULL);
    for (int i = 0; i < count; i++) {
        parts[i].iov_base = data + done;
        parts[i].iov_len = i == count - 1 ? size - done : size / (size_t) count;
        done += parts[i].iov_len;
    }
    EXPECT(writev(to, parts, count) == (ssize_t) size);
    EXPECT(read(box, NULL, probe) == (ssize_t) size);
    EXPECT(read(box, back, size + 1) == (ssize_t) size);
    EXPECT(is_pattern(back, size, (unsigned int) count));
    expect_nothing(box);
    free(data);
    free(back);
}

/* One write is one message, whatever its size and number of parts. */
static void sizes(void)
{
    /* around the largest datagram with a usual net.core.wmem_max, and with a large one */
    static const size_t around[] = {0,       1,       23,      24,      4095,   65536,
                                    425000,  425927,  425928,  425929,  425984, 425985,
                                    1 << 20, 4194303, 4194304, 4194305, 5 << 20};
    static const int counts[] = {1, 2, 15, PARTS_MAX};
    int box = own_box(7);
    int to = box_to(getpid());

    for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
        there_and_back(to, box, around[i], 1);
    }
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        there_and_back(to, box, 100000, counts[i]);
        there_and_back(to, box, 1000000, counts[i]);
    }
}

static void largest(void)
{
    int box = own_box(7);

    there_and_back(box_to(getpid()), box, MESSAGE_MAX, 3);
}

static void too_long(void)
{
    int box = own_box(7);
    int to = box_to(getpid());
    char *data = calloc(33, 1u << 20);
    const struct iovec parts[2] = {{data, MESSAGE_MAX}, {data, 1}};

    EXPECT(data != NULL);
    EXPECT_ERRNO(write(to, data, MESSAGE_MAX + 1), EINVAL);
    EXPECT_ERRNO(write(to, data, (size_t) 33 << 20), EINVAL);
    EXPECT_ERRNO(writev(to, parts, 2), EINVAL);
    expect_nothing(box);
    free(data);
}

/* One read is one message, scattered over the parts. */
static void scattered(void)
{
    int box = own_box(7);
    int to = box_to(getpid());
    char head[4];
    char body[100];
    const struct iovec parts[2] = {{head, sizeof(head)}, {body, sizeof(body)}};

    send_text(to, "headbody");
    send_text(to, "he");
    EXPECT(readv(box, parts, 2) == 8);
    EXPECT(memcmp(head, "head", 4) == 0 && memcmp(body, "body", 4) == 0);
    EXPECT(readv(box, parts, 2) == 2);
    expect_nothing(box);
}

/* As many parts as MOSIX takes, and one more. */
static void most_parts(void)
{
    int box = own_box(7);
    int to = box_to(getpid());
    unsigned char *data = make_pattern(PARTS_MAX, 1);
    unsigned char back[PARTS_MAX];
    struct iovec from[PARTS_MAX + 1];
    struct iovec into[PARTS_MAX + 1];

    for (int i = 0; i < PARTS_MAX; i++) {
        from[i] = (struct iovec){.iov_base = data + i, .iov_len = 1};
        into[i] = (struct iovec){.iov_base = back + i, .iov_len = 1};
    }
    from[PARTS_MAX] = into[PARTS_MAX] = (struct iovec){.iov_base = NULL, .iov_len = 0};
    EXPECT(writev(to, from, PARTS_MAX) == PARTS_MAX);
    EXPECT_ERRNO(writev(to, from, one_too_many), EINVAL);
    EXPECT_ERRNO(writev(to, from, below_none), EINVAL);
    EXPECT_ERRNO(readv(box, into, one_too_many), EINVAL);
    EXPECT_ERRNO(readv(box, into, below_none), EINVAL);
    EXPECT(readv(box, into, PARTS_MAX) == PARTS_MAX);
    EXPECT(is_pattern(back, sizeof(back), 1));
    expect_nothing(box);
    free(data);
}

/* No parts at all are a message of length zero. */
static void no_parts(void)
{
    int box = own_box(7);
    int to = box_to(getpid());
    const struct iovec part = {.iov_base = NULL, .iov_len = 0};

    EXPECT(writev(to, &part, 0) == 0);
    send_text(to, "next");
    EXPECT(readv(box, &part, 0) == 0);
    expect_text(box, "next");
    expect_nothing(box);
}

/* Without flag 32 a message loses what the buffer does not hold. */
static void truncated(void)
{
    int box = own_box(7);
    int to = box_to(getpid());
    unsigned char *data = make_pattern(1u << 20, 3);
    char small[4];

    send_text(to, "longer");
    EXPECT(write(to, data, 1u << 20) == 1 << 20);
    send_text(to, "next");
    EXPECT(read(box, small, sizeof(small)) == 4 && memcmp(small, "long", 4) == 0);
    EXPECT(read(box, small, sizeof(small)) == 4 && is_pattern((unsigned char *) small, 4, 3));
    expect_text(box, "next");
    free(data);
}

static void whole(void)
{
    int box = own_box(7 | 8 | 32);
    int to = box_to(getpid());
    char small[5];
    char large[16];

    send_text(to, "does not fit");
    send_text(to, "fits");
    send_text(to, "neither this");
    EXPECT(read(box, small, sizeof(small)) == 4 && memcmp(small, "fits", 4) == 0);
    EXPECT(read(box, small, sizeof(small)) == 0);
    EXPECT(read(box, large, sizeof(large)) == 12 && memcmp(large, "does not fit", 12) == 0);
    own_box(7 | 8);
    EXPECT(read(box, small, sizeof(small)) == 5 && memcmp(small, "neit", 4) == 0);
    expect_nothing(box);
    own_box(7 | 8 | 32);
    EXPECT_ERRNO(read(box, small, sizeof(small)), EAGAIN);
}

static void nonblock_read(void)
{
    char byte;

    EXPECT_ERRNO(read(own_box(7 | 8), &byte, 1), EAGAIN);
}

static volatile sig_atomic_t signals;

static void count_signal(int number)
{
    (void) number;
    signals++;
}

static void sigio(void)
{
    int box = own_box(7 | 16);
    int to = box_to(getpid());

    EXPECT(signal(SIGIO, count_signal) != SIG_ERR);
    send_text(to, "ring");
    EXPECT(signals == 1);
    expect_text(box, "ring");
    own_box(7);
    send_text(to, "quiet");
    EXPECT(signals == 1);
    expect_text(box, "quiet");
}

static void zero_length(void)
{
    int box = own_box(7);
    int to = box_to(getpid());
    char byte;

    EXPECT(write(to, "", 0) == 0);
    send_text(to, "x");
    EXPECT(read(box, NULL, probe) == 0);
    EXPECT(read(box, &byte, 1) == 0);
    expect_text(box, "x");
}

static void end_of_file(void)
{
    int box = own_box(7 | 64);
    int to = box_to(getpid());
    char byte;

    EXPECT(write(to, NULL, 0) == 0);
    send_text(to, "after the end");
    for (int i = 0; i < 3; i++) {
        EXPECT(read(box, &byte, 1) == 0);
    }
    own_box(7);
    expect_text(box, "after the end");
}

/* A probe says how long the next message is, and takes nothing. */
static void probing(void)
{
    int box = own_box(7);
    int to = box_to(getpid());

    expect_nothing(box);
    send_text(to, "seven77");
    for (int i = 0; i < 3; i++) {
        EXPECT(read(box, NULL, probe) == 7);
    }
    expect_text(box, "seven77");
    expect_nothing(box);
}

static void probe_large(void)
{
    int box = own_box(7);
    int to = box_to(getpid());

    for (int i = 0; i < 3; i++) {
        there_and_back(to, box, 2u << 20, 2);
        there_and_back(to, box, 10, 2);
    }
}

/* A read into no space takes a message all the same. */
static void count_zero(void)
{
    int box = own_box(7);
    int to = box_to(getpid());
    char *large = calloc(1, 1u << 20);
    char byte;

    send_text(to, "gone");
    send_text(to, "next");
    EXPECT(read(box, &byte, 0) == 0);
    expect_text(box, "next");
    EXPECT(write(to, large, 1u << 20) == 1 << 20);
    EXPECT(read(box, &byte, 0) == 0);
    own_box(7 | 8);
    EXPECT_ERRNO(read(box, &byte, 0), EAGAIN);
    free(large);
}

static void read_interrupted(void)
{
    char byte;
    int box = own_box(7);

    interrupt_after(100);
    EXPECT_ERRNO(read(box, &byte, 1), EINTR);
    own_box(7 | 32);
    interrupt_after(100);
    EXPECT_ERRNO(read(box, &byte, 1), EINTR);
}

/* SA_RESTART has no effect. */
static void read_not_restarted(void)
{
    struct sigaction action = {.sa_handler = count_signal, .sa_flags = SA_RESTART};
    int box = own_box(7);
    char byte;

    interrupt_after(100);
    EXPECT(sigaction(SIGALRM, &action, NULL) == 0);
    EXPECT_ERRNO(read(box, &byte, 1), EINTR);
    own_box(7 | 32);
    interrupt_after(100);
    EXPECT(sigaction(SIGALRM, &action, NULL) == 0);
    EXPECT_ERRNO(read(box, &byte, 1), EINTR);
    EXPECT(signals == 2);
}

static void write_interrupted(void)
{
    int to;

    own_box(7);
    to = box_to(getpid());
    /* Filled before the clock starts: on a busy machine that takes longer than the signal. */
    EXPECT(fcntl(to, F_SETFL, O_NONBLOCK) == 0);
    EXPECT(fill(to) > 0 && errno == ENOSPC);
    EXPECT(fcntl(to, F_SETFL, 0) == 0);
    interrupt_after(100);
    EXPECT(fill(to) == 0 && errno == EINTR);
}

/* A full mailbox refuses, and takes messages again when one was read. */
static void full(void)
{
    int box = own_box(7);
    int to = box_to(getpid());
    char *large = calloc(1, 1u << 20);

    EXPECT(large != NULL && fcntl(to, F_SETFL, O_NONBLOCK) == 0);
    EXPECT(fill(to) > 0 && errno == ENOSPC);
    EXPECT_ERRNO(write(to, large, 1u << 20), ENOSPC);
    expect_text(box, "x");
    EXPECT(fill(to) == 1);
    expect_text(box, "x");
    EXPECT(write(to, large, 1u << 20) == 1 << 20);
    free(large);
}

static void nobody(void)
{
    int to = box_to(getpid());

    EXPECT_ERRNO(write(to, "x", 1), ESRCH);
    EXPECT(close(own_box(7)) == 0);
    EXPECT_ERRNO(write(to, "x", 1), ESRCH);
    EXPECT_ERRNO(write(box_to(4194304), "x", 1), ESRCH);
}

static int ubox_to(pid_t pid)
{
    char path[64];

    (void) snprintf(path, sizeof(path), "/proc/mosix/ubox/0.0.0.0/%d", (int) pid);
    return mosix_open(path, O_WRONLY, 0);
}

/* A ubox tells the first writer, and then in turns. */
static void nobody_ubox(void)
{
    int to = ubox_to(getpid());
    int box;

    EXPECT_ERRNO(write(to, "x", 1), ESRCH);
    EXPECT(write(to, "x", 1) == 1);
    EXPECT_ERRNO(write(to, "x", 1), ESRCH);
    box = own_box(7);
    send_text(to, "somebody");
    expect_text(box, "somebody");
    EXPECT(close(box) == 0);
    EXPECT(write(to, "x", 1) == 1);
    EXPECT_ERRNO(write(to, "x", 1), ESRCH);
    EXPECT_ERRNO(write(ubox_to(getpid()), "x", 1), ESRCH);
}

/* A mailbox that was closed and opened again is found by boxes that knew the old one. */
static void reopened(void)
{
    int box = own_box(7);
    int to = box_to(getpid());

    send_text(to, "lost with the mailbox");
    EXPECT(close(box) == 0);
    EXPECT_ERRNO(write(to, "x", 1), ESRCH);
    box = own_box(7);
    send_text(to, "found");
    expect_text(box, "found");
    expect_nothing(box);
}

static void same_home(void)
{
    int box = own_box(0);
    char path[64];
    int to;

    (void) snprintf(path, sizeof(path), "/proc/mosix/mbox/127.0.0.1/%d", (int) getpid());
    to = mosix_open(path, 1, 0);
    send_text(to, "by address");
    send_text(box_to(getpid()), "by zero");
    expect_text(box, "by address");
    expect_text(box, "by zero");
}

/* A ubox waits where there is no room, as any send box. */
static void datagram(void)
{
    int box = own_box(7);
    int to = ubox_to(getpid());

    EXPECT(to >= 0);
    interrupt_after(200);
    EXPECT(fill(to) > 0 && errno == EINTR);
    EXPECT(fcntl(to, F_SETFL, O_NONBLOCK) == 0);
    EXPECT_ERRNO(write(to, "x", 1), ENOSPC);
    expect_text(box, "x");
    send_text(to, "x");
}

static const struct mail_case cases[] = {
    {"sizes", sizes},
    {"largest", largest},
    {"too-long", too_long},
    {"scattered", scattered},
    {"most-parts", most_parts},
    {"no-parts", no_parts},
    {"truncated", truncated},
    {"whole", whole},
    {"nonblock-read", nonblock_read},
    {"sigio", sigio},
    {"zero-length", zero_length},
    {"end-of-file", end_of_file},
    {"probing", probing},
    {"probe-large", probe_large},
    {"count-zero", count_zero},
    {"read-interrupted", read_interrupted},
    {"read-not-restarted", read_not_restarted},
    {"write-interrupted", write_interrupted},
    {"full", full},
    {"nobody", nobody},
    {"nobody-ubox", nobody_ubox},
    {"reopened", reopened},
    {"same-home", same_home},
    {"datagram", datagram},
};

MAIL_CASES(cases)
