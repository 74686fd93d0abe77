/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Time as one number: bad values are refused, large ones saturate, rounding never shortens a wait.
 */
#include "test_main.h"

#include <errno.h>

#include "coop_time.h"

static void test_bad_timespec(void **state)
{
    const struct timespec low = {.tv_nsec = -1};
    const struct timespec high = {.tv_nsec = 1000000000};
    int64_t time = 5;

    (void) state;
    assert_int_equal(coop_time_from_timespec(&low, &time), -EINVAL);
    assert_int_equal(coop_time_from_timespec(&high, &time), -EINVAL);
    assert_int_equal(time, 5);
}

static void test_conversion(void **state)
{
    const struct timespec spec = {.tv_sec = 3, .tv_nsec = 4};
    int64_t time;

    (void) state;
    assert_int_equal(coop_time_from_timespec(&spec, &time), 0);
    assert_int_equal(time, INT64_C(3000000004));
    assert_int_equal(coop_time_to_timespec(time).tv_sec, 3);
    assert_int_equal(coop_time_to_timespec(time).tv_nsec, 4);
    assert_int_equal(coop_time_to_timespec(-7).tv_nsec, 0);
}

static void test_saturation(void **state)
{
    const struct timespec past = {.tv_sec = -10, .tv_nsec = 5};
    const struct timespec future = {.tv_sec = INT64_MAX};
    int64_t time;

    (void) state;
    assert_int_equal(coop_time_from_timespec(&past, &time), 0);
    assert_int_equal(time, 0);
    assert_int_equal(coop_time_from_timespec(&future, &time), 0);
    assert_true(time == COOP_NEVER);
    assert_true(coop_time_after(10, COOP_NEVER) == COOP_NEVER);
    assert_true(coop_time_after(COOP_NEVER - 1, 1) == COOP_NEVER);
    assert_int_equal(coop_time_after(10, -3), 10);
    assert_int_equal(coop_time_after(10, 5), 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_timespec),
        cmocka_unit_test(test_conversion),
        cmocka_unit_test(test_saturation),
    };

    return RUN_TESTS(tests);
}
