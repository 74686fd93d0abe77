/* SPDX-License-Identifier: BSD-3-Clause */
/* The user's names for job IDs: lines that do not count, and the one that does. */
#include "test_main.h"

#include <errno.h>

#include "job_ids.h"

static void find(const char *text, int rc, long expected)
{
    long found = 4711;

    assert_int_equal(job_ids_find(text, "weather", &found), rc);
    assert_int_equal(found, rc == 0 ? expected : 4711);
}

static void test_not_there(void **state)
{
    (void) state;
    find("", -ENOENT, 0);
    find("\n\n", -ENOENT, 0);
    find("17", -ENOENT, 0);
    find("17 ", -ENOENT, 0);
    find("weather 17", -ENOENT, 0);
    find("17weather", -ENOENT, 0);
    find("x17 weather", -ENOENT, 0);
    find("-17 weather", -ENOENT, 0);
    find("17 weathers", -ENOENT, 0);
    find("17 weathe", -ENOENT, 0);
    find("17 weather 18", -ENOENT, 0);
    find("17\nweather", -ENOENT, 0);
    find("2147483648 weather", -ENOENT, 0);
    find("99999999999999999999 weather", -ENOENT, 0);
}

static void test_found(void **state)
{
    (void) state;
    find("17 weather", 0, 17);
    find("17 weather\n", 0, 17);
    find("  17\t weather \r\n", 0, 17);
    find("0 weather", 0, 0);
    find("junk\n99999999999 weather\n18 weather\n19 weather\n", 0, 18);
    find("1 a\n2147483647 weather", 0, 2147483647);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_not_there),
        cmocka_unit_test(test_found),
    };

    return RUN_TESTS(tests);
}
