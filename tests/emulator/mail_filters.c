/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The three ioctls of a mailbox, with each of their conditions.
 */
#include "mail_case.h"

#include <sys/ioctl.h>

#include "filters.h"

/* Not a constant to the compiler, which would warn of it. */
static volatile size_t probe = (size_t) -1;

_Static_assert(sizeof(struct interested) == 40, "as on x86-64");

/* The answer is about the filter before: see previous(). */
static void set_filter(int box, struct interested *filter)
{
    errno = 0;
    (void) ioctl(box, SIOCINTERESTED, filter);
    EXPECT(errno == 0);
}

/* A mailbox that does not wait, with three messages of this process in it. */
static int three_messages(void)
{
    int box = own_box(7 | 8);
    int to = box_to(getpid());

    send_text(to, "one");
    send_text(to, "second");
    send_text(to, "number three");
    return box;
}

/* With FILTER the next message is TEXT, or there is none if TEXT is NULL. */
static void expect_filtered(int box, struct interested filter, const char *text)
{
    char byte;

    set_filter(box, &filter);
    if (text != NULL) {
        expect_text(box, text);
    } else {
        expect_nothing(box);
        EXPECT_ERRNO(read(box, &byte, 1), EAGAIN);
    }
    set_filter(box, NULL);
}

static void send_child(struct peer *parent)
{
    send_text(box_to(parent->pid), "from the child");
}

static void pid(void)
{
    int box = three_messages();
    struct peer peer = start_peer(send_child);

    expect_end(&peer);
    expect_filtered(box, (struct interested){.conditions = WANT_PID, .pid = 1}, NULL);
    expect_filtered(box, (struct interested){.conditions = WANT_PID, .pid = peer.pid},
                    "from the child");
    expect_filtered(box, (struct interested){.conditions = WANT_PID, .pid = getpid()}, "one");
    expect_text(box, "second");
}

static void home(void)
{
    int box = three_messages();

    expect_filtered(box, (struct interested){.conditions = WANT_HOME, .home = 0x7f000002}, NULL);
    expect_filtered(box, (struct interested){.conditions = WANT_HOME, .home = 0}, "one");
    expect_filtered(box, (struct interested){.conditions = WANT_HOME, .home = 0x7f000001},
                    "second");
}

static void lengths(void)
{
    int box = three_messages();

    expect_filtered(box, (struct interested){.conditions = WANT_MINLEN, .minlen = 13}, NULL);
    expect_filtered(box, (struct interested){.conditions = WANT_MAXLEN, .maxlen = 2}, NULL);
    expect_filtered(box, (struct interested){.conditions = WANT_MINLEN, .minlen = 12},
                    "number three");
    expect_filtered(
        box, (struct interested){.conditions = WANT_MINLEN | WANT_MAXLEN, .minlen = 4, .maxlen = 6},
        "second");
    expect_filtered(box, (struct interested){.conditions = WANT_MAXLEN, .maxlen = 3}, "one");
}

static void pattern(void)
{
    struct interested filter = {.conditions = WANT_PATTERN, .testlen = 5, .testoffset = 7};
    int box = three_messages();
    int to = box_to(getpid());
    char *large = calloc(1, 1u << 20);

    EXPECT(large != NULL);
    memcpy(large + 500000, "needle", 6);
    EXPECT(write(to, large, 1u << 20) == 1 << 20);
    memcpy(filter.testdata, "thrEE", 5);
    expect_filtered(box, filter, NULL);
    memcpy(filter.testdata, "three", 5);
    expect_filtered(box, filter, "number three");
    filter.testlen = 6;
    filter.testoffset = 500000;
    memcpy(filter.testdata, "needle", 6);
    set_filter(box, &filter);
    EXPECT(read(box, large, 1u << 20) == 1 << 20);
    free(large);
}

static void messageno(void)
{
    struct interested beyond = {.conditions = WANT_MESSAGENO, .msgno = 4};
    int box = three_messages();
    char byte;

    set_filter(box, &beyond);
    EXPECT_ERRNO(read(box, &byte, 1), ENODATA);
    EXPECT_ERRNO(read(box, NULL, probe), ENODATA);
    beyond =
        (struct interested){.conditions = WANT_MESSAGENO | WANT_MINLEN, .msgno = 1, .minlen = 6};
    EXPECT_ERRNO(read(box, &byte, 1), ENODATA);
    expect_filtered(box, (struct interested){.conditions = WANT_MESSAGENO, .msgno = 2}, "second");
    expect_filtered(box, (struct interested){.conditions = WANT_MESSAGENO, .msgno = 2},
                    "number three");
    expect_filtered(box, (struct interested){.conditions = WANT_MESSAGENO, .msgno = 1}, "one");
}

static void offset(void)
{
    int box = three_messages();

    expect_filtered(box, (struct interested){.conditions = WANT_OFFSET, .msgoffset = 1}, "ne");
    expect_filtered(box, (struct interested){.conditions = WANT_OFFSET, .msgoffset = 6}, "");
    expect_filtered(box, (struct interested){.conditions = WANT_OFFSET, .msgoffset = 0},
                    "number three");
}

static void prevent_removal(void)
{
    int box = three_messages();

    for (int i = 0; i < 3; i++) {
        expect_filtered(box, (struct interested){.conditions = PREVENT_REMOVAL}, "one");
    }
    expect_text(box, "one");
    expect_text(box, "second");
}

/* What the filter passes over keeps its place. */
static void passed_over(void)
{
    int box = three_messages();

    expect_filtered(box, (struct interested){.conditions = WANT_MINLEN, .minlen = 5}, "second");
    expect_text(box, "one");
    expect_text(box, "number three");
    expect_nothing(box);
}

/* The filter is looked at on every read, so changing its fields needs no ioctl. */
static void live(void)
{
    struct interested filter = {.conditions = WANT_MINLEN, .minlen = 5};
    int box = three_messages();

    set_filter(box, &filter);
    filter.minlen = 10;
    expect_text(box, "number three");
    filter.conditions = WANT_PATTERN;
    filter.testlen = 9;
    EXPECT_ERRNO(read(box, &filter, 1), EINVAL);
}

static void send_late(struct peer *parent)
{
    int to = box_to(parent->pid);

    send_text(to, "short");
    rest(200);
    send_text(to, "the long one");
}

/* A reader waits for a message that complies, while others arrive. */
static void waits(void)
{
    struct interested filter = {.conditions = WANT_MINLEN, .minlen = 10};
    int box = own_box(7);
    struct peer peer = start_peer(send_late);

    set_filter(box, &filter);
    expect_text(box, "the long one");
    set_filter(box, NULL);
    expect_text(box, "short");
    expect_end(&peer);
}

/* An impossible value is noticed by the next read. */
static void bad_values(void)
{
    static const struct interested bad[] = {
        {.conditions = WANT_PATTERN, .testlen = 0},
        {.conditions = WANT_PATTERN, .testlen = 9},
        {.conditions = WANT_PATTERN, .testlen = 1, .testoffset = -1},
        {.conditions = WANT_MINLEN, .minlen = -1},
        {.conditions = WANT_MAXLEN, .maxlen = -1},
        {.conditions = WANT_MINLEN | WANT_MAXLEN, .minlen = 2, .maxlen = 1},
        {.conditions = WANT_MESSAGENO, .msgno = -1},
        {.conditions = WANT_OFFSET, .msgoffset = -1},
    };
    int box = three_messages();
    char byte;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct interested filter = bad[i];
        struct interests list = {.count = 1, .filters = &filter};

        set_filter(box, &filter);
        EXPECT_ERRNO(read(box, &byte, 1), EINVAL);
        EXPECT_ERRNO(ioctl(box, SIOCSTOREINTERESTS, &list), EINVAL);
        set_filter(box, NULL);
    }
    expect_text(box, "one");
    EXPECT_ERRNO(ioctl(box, 0x8988, NULL), EINVAL);
    EXPECT_ERRNO(ioctl(box_to(getpid()), SIOCINTERESTED, NULL), EBADF);
}

static int low_bits(const void *pointer)
{
    return (int) (unsigned int) (size_t) pointer;
}

/* Setting a filter tells what was set before. */
static void previous(void)
{
    static struct interested first;
    static struct interested second;
    int box = own_box(7);

    EXPECT(ioctl(box, SIOCINTERESTED, &first) == 0);
    EXPECT(ioctl(box, SIOCINTERESTED, &second) == low_bits(&first));
    EXPECT(ioctl(box, SIOCINTERESTED, NULL) == low_bits(&second));
    EXPECT(ioctl(box, SIOCINTERESTED, NULL) == 0);
}

static void limit(void)
{
    struct interested *filters = calloc(1025, sizeof(*filters));
    struct interests list = {.count = 1024, .filters = filters};
    unsigned char bitmap[128];
    int box = own_box(7);

    EXPECT(filters != NULL);
    EXPECT(ioctl(box, SIOCSTOREINTERESTS, &list) == 0);
    send_text(box_to(getpid()), "x");
    EXPECT(ioctl(box, SIOCWHICH, bitmap) == 1024);
    list.count = 1025;
    EXPECT_ERRNO(ioctl(box, SIOCSTOREINTERESTS, &list), EINVAL);
    free(filters);
}

/* Bit i says that stored filter i has a message; bytes after the last filter are not touched. */
static void which(void)
{
    struct interested filters[10] = {{.conditions = 0}};
    struct interests list = {.count = 10, .filters = filters};
    unsigned char bitmap[3] = {0xff, 0xff, 0xff};
    int box = three_messages();

    for (int i = 0; i < 10; i++) {
        filters[i].conditions = WANT_MINLEN | WANT_MAXLEN;
        filters[i].minlen = i + 3;
        filters[i].maxlen = i + 3;
    }
    EXPECT(ioctl(box, SIOCSTOREINTERESTS, &list) == 0);
    memset(filters, 0, sizeof(filters));
    EXPECT(ioctl(box, SIOCWHICH, bitmap) == 10);
    EXPECT(bitmap[0] == (1 << 0 | 1 << 3) && bitmap[1] == 1 << (9 - 8) && bitmap[2] == 0xff);
    expect_text(box, "one");
    EXPECT(ioctl(box, SIOCWHICH, bitmap) == 10 && bitmap[0] == 1 << 3);
    list.count = 0;
    EXPECT(ioctl(box, SIOCSTOREINTERESTS, &list) == 0);
    EXPECT(ioctl(box, SIOCWHICH, bitmap) == 0);
    EXPECT_ERRNO(ioctl(box, SIOCWHICH, NULL), EFAULT);
}

/* What is passed over is kept up to a limit; then the mailbox counts as full. */
static void kept_messages(void)
{
    struct interested filter = {.conditions = WANT_MINLEN, .minlen = 10};
    int box = own_box(7 | 8);
    int to = box_to(getpid());
    int sent = 0;

    set_filter(box, &filter);
    EXPECT(fcntl(to, F_SETFL, O_NONBLOCK) == 0);
    for (int some = 1; some > 0;) {
        some = fill(to);
        sent += some;
        expect_nothing(box);
    }
    EXPECT(sent >= 10000 && sent < 10100);
    set_filter(box, NULL);
    for (int i = 0; i < sent; i++) {
        expect_text(box, "x");
    }
    expect_nothing(box);
}

static void kept_bytes(void)
{
    struct interested filter = {.conditions = WANT_MAXLEN, .maxlen = 10};
    const size_t size = 4u << 20;
    char *data = calloc(1, size);
    int box = own_box(7 | 8);
    int to = box_to(getpid());
    int sent = 0;

    EXPECT(data != NULL);
    set_filter(box, &filter);
    EXPECT(fcntl(to, F_SETFL, O_NONBLOCK) == 0);
    while (write(to, data, size) > 0) {
        sent++;
        expect_nothing(box);
    }
    EXPECT(errno == ENOSPC && sent >= 8 && sent < 8 + 13);
    EXPECT(close(box) == 0);
    free(data);
}

static const struct mail_case cases[] = {
    {"pid", pid},
    {"home", home},
    {"lengths", lengths},
    {"pattern", pattern},
    {"messageno", messageno},
    {"offset", offset},
    {"prevent-removal", prevent_removal},
    {"passed-over", passed_over},
    {"live", live},
    {"waits", waits},
    {"bad-values", bad_values},
    {"previous", previous},
    {"limit", limit},
    {"which", which},
    {"kept-messages", kept_messages},
    {"kept-bytes", kept_bytes},
};

MAIL_CASES(cases)
