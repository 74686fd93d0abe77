/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The filters of a mailbox.
 */
#include "probe.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "filters.h"

/* SIOCINTERESTED returns the low half of the previous filter's address [real]. */
static const char *after(int answer, const struct interested *previous, const char *word)
{
    return answer == (int) (intptr_t) previous ? word : answer < 0 ? error_name(errno) : "other";
}

static void lengths(int box, int fd, struct interested *filter, struct interested *second)
{
    row("filter.size", "%zu", sizeof(*filter));
    result("filter.set NULL at first", ioctl(box, SIOCINTERESTED, NULL));
    filter->conditions = WANT_MINLEN;
    filter->minlen = 5;
    result("filter.set", ioctl(box, SIOCINTERESTED, filter));
    done("filter.writes", write(fd, "ab", 2) + write(fd, "abcdef", 6) + write(fd, "cd", 2) +
                              write(fd, "ghijklm", 7));
    result("filter.minlen read", read(box, big, 50));
    filter->minlen = 7;
    result("filter.changed in place, read", read(box, big, 50));
    result("filter.read none fits", read(box, big, 50));
    row("filter.set second returns", "%s",
        after(ioctl(box, SIOCINTERESTED, second), filter, "low 32 bits of the first"));
}

static void impossible(int box, struct interested *filter, struct interested *second)
{
    row("filter.set bad pointer", "%s",
        after(ioctl(box, SIOCINTERESTED, (void *) 8), second, "taken"));
    filter->conditions = WANT_PATTERN;
    filter->testlen = 9;
    result("filter.testlen 9", ioctl(box, SIOCINTERESTED, filter));
    result("filter.testlen 9, read", read(box, big, 50));
    filter->conditions = WANT_MINLEN | WANT_MAXLEN;
    filter->minlen = 10;
    filter->maxlen = 5;
    row("filter.min above max", "%s", after(ioctl(box, SIOCINTERESTED, filter), filter, "taken"));
    result("filter.min above max, read", read(box, big, 50));
}

static void numbers(int box, struct interested *filter)
{
    *filter = (struct interested){.conditions = WANT_MESSAGENO, .msgno = 2};
    ioctl(box, SIOCINTERESTED, filter);
    result("filter.msgno 2, read", read(box, big, 50));
    filter->msgno = 9;
    result("filter.msgno 9, read", read(box, big, 50));
    filter->conditions = PREVENT_REMOVAL;
    result("filter.prevent removal, read", read(box, big, 50));
    result("filter.prevent removal, read again", read(box, big, 50));
    ioctl(box, SIOCINTERESTED, NULL);
    result("filter.none, read", read(box, big, 50));
}

static void store(const char *name, int box, long count, struct interested *filters)
{
    struct interests stored = {count, filters};

    result(name, ioctl(box, SIOCSTOREINTERESTS, &stored));
}

static void stored(int box, int fd)
{
    struct interested two[2] = {
        {.conditions = WANT_MINLEN, .minlen = 3},
        {.conditions = WANT_MAXLEN, .maxlen = 2},
    };
    unsigned char bits[128];

    store("filter.store 2", box, 2, two);
    done("filter.write 2", write(fd, "xy", 2));
    memset(bits, 0xff, sizeof(bits));
    result("filter.which", ioctl(box, SIOCWHICH, bits));
    row("filter.which bits", "%02x %02x", bits[0], bits[1]);
    store("filter.store 1025", box, 1025, two);
    store("filter.store -1", box, -1, two);
    store("filter.store 0", box, 0, two);
    result("filter.which of none", ioctl(box, SIOCWHICH, bits));
    result("filter.ioctl on send box", ioctl(fd, SIOCINTERESTED, two));
    result("filter.unknown ioctl", ioctl(box, 0x8988, two));
}

static void filter_1(void)
{
    static struct interested filter, second;
    int box = (int) mailbox(15);
    int fd = (int) send_box(getpid());

    lengths(box, fd, &filter, &second);
    impossible(box, &filter, &second);
    numbers(box, &filter);
    stored(box, fd);
}

const struct probe_test filter_tests[] = {TEST(filter, filter_1, 20), TESTS_END};
