/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The forms of values that mosrun's options take.
 */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "mosrun_values.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_times(void **state)
{
    static const char *const bad[] = {
        "",     "5",   ":",    "1:",   ":1",  "1:2:", "1:2:3:4", "d",    "5s",       "5d5d",
        "5m5h", "5d5", "1:2h", "1h:2", "-1d", " 1d",  "1d ",     "1.5h", "1234567m", "5h1:2",
    };
    static const char *const good[] = {
        "1:02:03", "12:30", "0:0", "5d", "6h", "7m", "5d6h7m", "5d6h", "5d7m", "6h7m", "123456m",
    };

    (void) state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(mosrun_time_check(bad[i]), -EINVAL);
    }
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_int_equal(mosrun_time_check(good[i]), 0);
    }
}

static void test_ranges(void **state)
{
    static const char *const bad[] = {
        "", ",", "1,", ",1", "1-", "-1", "9-3", "a b", "a,,b", "a/b", "1-2,7-6", "--",
    };
    static const char *const good[] = {
        "1", "1-1", "1-30", "alpha", "node-7", "node1-node9", "10.0.0.1-10.0.0.9", "1-3,7,beta",
    };

    (void) state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(mosrun_ranges_check(bad[i]), -EINVAL);
    }
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_int_equal(mosrun_ranges_check(good[i]), 0);
    }
}

static void test_directories(void **state)
{
    static const char *const bad[] = {
        "",        "tmp",  "/a:",      ":/a",   "/a::/b", "/a/../b",   "/etc",        "/etc/",
        "/proc/x", "/sys", "/dev/shm", "//dev", "/./etc", "/a:/sys/x", "/1:/2:/3:/4",
    };
    static const char *const good[] = {"/", "/tmp", "/etcetera", "/a/etc", "/a:/b:/c d", "/.etc"};
    char longest[300];

    (void) state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(mosrun_directories_check(bad[i], 3), -EINVAL);
    }
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_int_equal(mosrun_directories_check(good[i], 3), 0);
    }
    memset(longest, 'x', sizeof(longest));
    longest[0] = '/';
    longest[256] = '\0';
    assert_int_equal(mosrun_directories_check(longest, 1), 0);
    longest[256] = 'x';
    longest[257] = '\0';
    assert_int_equal(mosrun_directories_check(longest, 1), -EINVAL);
}

static void test_numbers(void **state)
{
    (void) state;
    assert_int_equal(mosrun_number_check("0", 1, 10), -EINVAL);
    assert_int_equal(mosrun_number_check("11", 1, 10), -EINVAL);
    assert_int_equal(mosrun_number_check("1", 1, 10), 0);
    assert_int_equal(mosrun_number_check("10", 1, 10), 0);
    assert_int_equal(mosrun_token_check("7up", 10), -EINVAL);
    assert_int_equal(mosrun_token_check("up 7", 10), -EINVAL);
    assert_int_equal(mosrun_token_check("up7", 10), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_directories),
        cmocka_unit_test(test_numbers),
    };

    return RUN_TESTS(tests);
}
