/* SPDX-License-Identifier: BSD-3-Clause */
/* The values of mosrun's options, one by one: what is refused first. */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "run_values.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void number(const char *text, int rc, long expected)
{
    long found = 4711;

    assert_int_equal(run_value_number(text, 1, 10000, &found), rc);
    assert_int_equal(found, rc == 0 ? expected : 4711);
}

static void test_numbers(void **state)
{
    (void) state;
    number("", -EINVAL, 0);
    number(" 1", -EINVAL, 0);
    number("1 ", -EINVAL, 0);
    number("-1", -EINVAL, 0);
    number("+1", -EINVAL, 0);
    number("0x1", -EINVAL, 0);
    number("1.0", -EINVAL, 0);
    number("0", -ERANGE, 0);
    number("10001", -ERANGE, 0);
    number("99999999999999999999", -ERANGE, 0);
    number("1", 0, 1);
    number("0010", 0, 10);
    number("10000", 0, 10000);
}

static void test_bad_times(void **state)
{
    static const char *const bad[] = {
        "",     ":",    "d",    "5",     "1:",       ":1",       "1:2:", "1:2:3:4", "1d2",
        "1d2d", "2m1h", "1m2d", "1d2h3", "1d2h3m4",  "1s",       " 1d",  "1d ",     "-1d",
        "+1d",  "1:2m", "1h:2", "1.5h",  "1d2h3m4d", "1234567m", "1D",   "1.",      "1:2."};
    long minutes = 4711;

    (void) state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        if (run_value_time(bad[i], &minutes) != -EINVAL) {
            fail_msg("'%s' is not a time", bad[i]);
        }
        assert_int_equal(minutes, 4711);
    }
}

static void test_times(void **state)
{
    static const struct {
        const char *text;
        long minutes;
    } good[] = {
        {"1:2:3", 1440 + 120 + 3},   {"01:02", 62},  {"2d", 2880},   {"3h", 180},   {"4m", 4},
        {"1d2h3m", 1440 + 123},      {"1d2h", 1560}, {"1d2m", 1442}, {"2h3m", 123}, {"0m", 0},
        {"999999d", 999999L * 1440},
    };
    long minutes;

    (void) state;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_int_equal(run_value_time(good[i].text, &minutes), 0);
        assert_int_equal(minutes, good[i].minutes);
    }
}

static void test_addresses(void **state)
{
    static const char *const bad[] = {"",         "1",          "1.2.3",   "1.2.3.4.5",
                                      "1.2.3.",   ".1.2.3",     "1..2.3",  "1.2.3.4 ",
                                      "01.2.3.4", "1.2.3.0004", "a.b.c.d", "1.2.3.-4"};

    (void) state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(run_value_address(bad[i]), -EINVAL);
    }
    assert_int_equal(run_value_address("1.2.3.256"), -ERANGE);
    assert_int_equal(run_value_address("999.2.3.4"), -ERANGE);
    assert_int_equal(run_value_address("0.0.0.0"), 0);
    assert_int_equal(run_value_address("255.255.255.255"), 0);
}

static void test_hosts(void **state)
{
    char name[300];

    (void) state;
    memset(name, 'a', sizeof(name));
    name[256] = '\0';
    assert_int_equal(run_value_host(name), -EINVAL);
    name[255] = '\0';
    assert_int_equal(run_value_host(name), 0);
    assert_int_equal(run_value_host(""), -EINVAL);
    assert_int_equal(run_value_host("-a"), -EINVAL);
    assert_int_equal(run_value_host(".a"), -EINVAL);
    assert_int_equal(run_value_host("a b"), -EINVAL);
    assert_int_equal(run_value_host("a/b"), -EINVAL);
    assert_int_equal(run_value_host("n\xc3\xb6"), -EINVAL);
    assert_int_equal(run_value_host("node-1.example_x.org"), 0);
}

static void test_host_lists(void **state)
{
    static const char *const bad[] = {"", ",", "1,", ",1", "1-", "-1", "1-5,,7", "a b", "1-5;7"};
    static const char *const wrong[] = {"5-1", "a,5-1", "1-99999999999"};
    static const char *const good[] = {"1",   "1-5",           "5-5",
                                       "a-b", "node-1-node-9", "10.0.0.1-10.0.0.9,3,x"};

    (void) state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(run_value_hosts(bad[i]), -EINVAL);
    }
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_int_equal(run_value_hosts(wrong[i]), -ERANGE);
    }
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_int_equal(run_value_hosts(good[i]), 0);
    }
}

static void test_private_directories(void **state)
{
    static const char *const wrong[] = {"/etc",        "/etc/",   "//etc", "/./etc",
                                        "/.//./etc/x", "/proc/1", "/sys",  "/dev/shm",
                                        "/..",         "/tmp/..", "/a..b"};
    static const char *const good[] = {"/",     "/tmp",     "/etcetera", "/home/etc",
                                       "/.etc", "/process", "/.",        "/./"};
    char name[300];

    (void) state;
    assert_int_equal(run_value_private_directory(""), -EINVAL);
    assert_int_equal(run_value_private_directory("tmp"), -EINVAL);
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_int_equal(run_value_private_directory(wrong[i]), -ERANGE);
    }
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_int_equal(run_value_private_directory(good[i]), 0);
    }
    memset(name, 'a', sizeof(name));
    name[0] = '/';
    name[257] = '\0';
    assert_int_equal(run_value_private_directory(name), -ERANGE);
    name[256] = '\0';
    assert_int_equal(run_value_private_directory(name), 0);
}

static void test_directories(void **state)
{
    (void) state;
    assert_int_equal(run_value_directory(""), -EINVAL);
    assert_int_equal(run_value_directory("a/"), -EINVAL);
    assert_int_equal(run_value_directory("/"), 0);
}

static void test_redirections(void **state)
{
    static const char *const bad[] = {"",      "1",     "1=", "=a",        "x=a", "1=a,",
                                      "1=a,2", "@1=a@", "@",  ",1=a,,2=b", "1 =a"};
    static const char *const good[] = {"1=a", "0=a,1023=b", "@1=a,b@2=c", "/1=a=b", "1=a b"};

    (void) state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(run_value_redirections(bad[i]), -EINVAL);
    }
    assert_int_equal(run_value_redirections("1024=a"), -ERANGE);
    assert_int_equal(run_value_redirections("1=a,99999999999999999999=b"), -ERANGE);
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_int_equal(run_value_redirections(good[i]), 0);
    }
}

static void test_tokens(void **state)
{
    (void) state;
    assert_int_equal(run_value_token(""), -EINVAL);
    assert_int_equal(run_value_token("17"), -EINVAL);
    assert_int_equal(run_value_token("a b"), -EINVAL);
    assert_int_equal(run_value_token("-a"), -EINVAL);
    assert_int_equal(run_value_token("a\n"), -EINVAL);
    assert_int_equal(run_value_token("weather"), 0);
    assert_int_equal(run_value_token("17a"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_bad_times),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_host_lists),
        cmocka_unit_test(test_private_directories),
        cmocka_unit_test(test_directories),
        cmocka_unit_test(test_redirections),
        cmocka_unit_test(test_tokens),
    };

    return RUN_TESTS(tests);
}
