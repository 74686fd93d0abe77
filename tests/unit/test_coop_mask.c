/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Signal masks: the three ways to change one, and the intersection.
 */
#include "test_main.h"

#include <errno.h>

#include "coop_mask.h"

static sigset_t set_of(int first, int second)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, first);
    sigaddset(&set, second);
    return set;
}

static void test_bad_way(void **state)
{
    sigset_t mask = set_of(SIGINT, SIGTERM);
    sigset_t set = set_of(SIGHUP, SIGHUP);

    (void) state;
    assert_int_equal(coop_mask_change(&mask, 99, &set), -EINVAL);
    assert_int_equal(sigismember(&mask, SIGHUP), 0);
    assert_int_equal(coop_mask_change(&mask, 99, NULL), 0);
    assert_int_equal(sigismember(&mask, SIGINT), 1);
}

static void test_changes(void **state)
{
    sigset_t mask = set_of(SIGINT, SIGTERM);
    sigset_t set = set_of(SIGHUP, SIGRTMAX);

    (void) state;
    assert_int_equal(coop_mask_change(&mask, SIG_BLOCK, &set), 0);
    assert_int_equal(sigismember(&mask, SIGHUP), 1);
    assert_int_equal(sigismember(&mask, SIGRTMAX), 1);
    assert_int_equal(sigismember(&mask, SIGINT), 1);
    assert_int_equal(coop_mask_change(&mask, SIG_UNBLOCK, &set), 0);
    assert_int_equal(sigismember(&mask, SIGHUP), 0);
    assert_int_equal(sigismember(&mask, SIGTERM), 1);
    assert_int_equal(coop_mask_change(&mask, SIG_SETMASK, &set), 0);
    assert_int_equal(sigismember(&mask, SIGHUP), 1);
    assert_int_equal(sigismember(&mask, SIGTERM), 0);
}

static void test_intersection(void **state)
{
    sigset_t mask = set_of(SIGINT, SIGTERM);
    sigset_t other = set_of(SIGTERM, SIGHUP);

    (void) state;
    coop_mask_intersect(&mask, &other);
    assert_int_equal(sigismember(&mask, SIGTERM), 1);
    assert_int_equal(sigismember(&mask, SIGINT), 0);
    assert_int_equal(sigismember(&mask, SIGHUP), 0);
}

static void test_common(void **state)
{
    sigset_t mask = set_of(SIGQUIT, SIGQUIT);
    sigset_t first = set_of(SIGINT, SIGTERM);
    sigset_t second = set_of(SIGTERM, SIGHUP);

    (void) state;
    coop_mask_add_common(&mask, &first, &second);
    assert_int_equal(sigismember(&mask, SIGQUIT), 1);
    assert_int_equal(sigismember(&mask, SIGTERM), 1);
    assert_int_equal(sigismember(&mask, SIGINT), 0);
    assert_int_equal(sigismember(&mask, SIGHUP), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_way),
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_intersection),
        cmocka_unit_test(test_common),
    };

    return RUN_TESTS(tests);
}
