/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The parts of mpirun's command line.
 */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "mosrun_parts.h"

#define WORDS(...) ((char *[]){__VA_ARGS__, NULL})

static void expect_unknown(char **command, char **first, char **second)
{
    char *const *const programs[] = {first, second};
    struct mosrun_part parts[2];

    assert_int_equal(mosrun_parts_find(command, programs, second != NULL ? 2 : 1, parts), -EINVAL);
}

static void test_what_cannot_be_told(void **state)
{
    char **a = WORDS("a", "1");
    char **b = WORDS("b");
    char *nothing[] = {NULL};

    (void) state;
    expect_unknown(nothing, a, NULL);
    expect_unknown(WORDS("mpirun"), a, NULL);
    expect_unknown(WORDS("mpirun", "1"), a, NULL);
    expect_unknown(WORDS("mpirun", "a", "2"), a, NULL);
    expect_unknown(WORDS("mpirun", "a", "1"), nothing, NULL);
    expect_unknown(WORDS("mpirun", "a", "1"), a, b);
    expect_unknown(WORDS("mpirun", "a", "1", ":", "b", ":", "b"), a, b);
}

static void expect_found(const struct mosrun_part *part, const char *option, const char *expected)
{
    int length = -1;
    const char *value = mosrun_parts_value(part, option, "p", &length);

    if (expected == NULL) {
        assert_null(value);
        return;
    }
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(value, expected, strlen(expected));
}

static void test_parts(void **state)
{
    char **command = WORDS("mpirun", "-n", "1", "--mca", "p", "1", "-x", "V=2", "a", "--mca", "p",
                           "9", ":", ":", "-mca", "p", "\"2 \"", "--gmca", "p", "3", "-x", "W", "b",
                           ":", "--mca", "q", "p", "c");
    char **programs[] = {WORDS("a", "--mca", "p", "9"), WORDS("b"), WORDS("c")};
    struct mosrun_part parts[3];

    (void) state;
    assert_int_equal(mosrun_parts_find(command, (char *const *const *) programs, 3, parts), 0);
    expect_found(&parts[0], "mca", "1");
    expect_found(&parts[0], "gmca", NULL);
    expect_found(&parts[1], "mca", "2 ");
    expect_found(&parts[1], "gmca", "3");
    expect_found(&parts[2], "mca", NULL);
    assert_true(mosrun_parts_exports(&parts[0], "V"));
    assert_false(mosrun_parts_exports(&parts[0], "W"));
    assert_true(mosrun_parts_exports(&parts[1], "W"));
    assert_false(mosrun_parts_exports(&parts[2], "V"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_cannot_be_told),
        cmocka_unit_test(test_parts),
    };

    return RUN_TESTS(tests);
}
