/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A component's knowledge of itself: its directory, and the series of Open MPI it fits.
 */
#include "test_main.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mosix_dso.h"

/* Something whose address lies in this program. */
static const int own;

static void test_no_directory(void **state)
{
    char directory[PATH_MAX] = "unchanged";

    (void) state;
    assert_int_equal(mosix_dso_directory(NULL, directory, sizeof(directory)), -ENOENT);
    assert_string_equal(directory, "unchanged");
    assert_int_equal(mosix_dso_directory(&own, directory, 1), -ENAMETOOLONG);
}

/* The same place as the kernel says, however the program was called. */
static void test_directory(void **state)
{
    char directory[PATH_MAX];
    char resolved[PATH_MAX];
    char link[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", link, sizeof(link) - 1);

    (void) state;
    assert_true(size > 0);
    link[size] = '\0';
    *strrchr(link, '/') = '\0';
    assert_int_equal(mosix_dso_directory(&own, directory, sizeof(directory)), 0);
    assert_non_null(realpath(directory, resolved));
    assert_string_equal(resolved, link);
}

static void test_help_directory(void **state)
{
    (void) state;
    assert_string_equal(mosix_dso_help_directory(), "/configured");
}

static void test_series(void **state)
{
    (void) state;
    assert_true(mosix_dso_fits("4.1.4", "4.1"));
    assert_true(mosix_dso_fits("v4.1.10rc2", "4.1"));
    assert_true(mosix_dso_fits("4.1", "4.1"));
    assert_true(mosix_dso_fits("4.1a1", "4.1"));
    assert_false(mosix_dso_fits("4.10.1", "4.1"));
    assert_false(mosix_dso_fits("14.1.1", "4.1"));
    assert_false(mosix_dso_fits("5.0.4.1", "4.1"));
    assert_false(mosix_dso_fits("4", "4.1"));
    assert_false(mosix_dso_fits("", "4.1"));
    assert_false(mosix_dso_fits("v", "4.1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_directory),
        cmocka_unit_test(test_directory),
        cmocka_unit_test(test_help_directory),
        cmocka_unit_test(test_series),
    };

    return RUN_TESTS(tests);
}
