/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sets of select(): shorter and longer ones than an fd_set, and bits that do not count.
 */
#include "test_main.h"

#include "coop_fdset.h"

static void test_nothing(void **state)
{
    (void) state;
    assert_int_equal(coop_fdset_count(0, NULL, NULL, NULL), 0);
    assert_int_equal(coop_fdset_count(1024, NULL, NULL, NULL), 0);
}

static void test_bits_beyond_the_limit(void **state)
{
    unsigned long words[2] = {1UL << 3 | 1UL << 5, ~0UL};
    const fd_set *set = (const fd_set *) (const void *) words;

    (void) state;
    assert_int_equal(coop_fdset_count(3, set, NULL, NULL), 0);
    assert_int_equal(coop_fdset_count(4, set, NULL, NULL), 1);
    assert_int_equal(coop_fdset_count(64, set, NULL, NULL), 2);
}

static void test_three_sets(void **state)
{
    fd_set readable;
    fd_set writable;
    fd_set exceptional;
    struct pollfd found[3];

    (void) state;
    FD_ZERO(&readable);
    FD_ZERO(&writable);
    FD_ZERO(&exceptional);
    FD_SET(0, &readable);
    FD_SET(70, &readable);
    FD_SET(70, &writable);
    FD_SET(1023, &exceptional);
    assert_int_equal(coop_fdset_count(1024, &readable, &writable, &exceptional), 3);
    coop_fdset_store(1024, &readable, &writable, &exceptional, found);
    assert_int_equal(found[0].fd, 0);
    assert_int_equal(found[0].events, POLLIN);
    assert_int_equal(found[1].fd, 70);
    assert_int_equal(found[1].events, POLLIN | POLLOUT);
    assert_int_equal(found[2].fd, 1023);
    assert_int_equal(found[2].events, POLLPRI);
}

static void test_more_than_1024(void **state)
{
    unsigned long words[40] = {0};
    const fd_set *set = (const fd_set *) (const void *) words;
    struct pollfd found[1];

    (void) state;
    words[2000 / NFDBITS] = 1UL << (2000 % NFDBITS);
    assert_int_equal(coop_fdset_count(2001, NULL, set, NULL), 1);
    coop_fdset_store(2001, NULL, set, NULL, found);
    assert_int_equal(found[0].fd, 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_bits_beyond_the_limit),
        cmocka_unit_test(test_three_sets),
        cmocka_unit_test(test_more_than_1024),
    };

    return RUN_TESTS(tests);
}
