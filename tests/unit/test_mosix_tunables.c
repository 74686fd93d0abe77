/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The BTL's numbers: what a user may write and what is refused.
 */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "mosix_tunables.h"

static const struct mosix_tunable sample = {"sample", 64, 16, 1ul << 20, "a number"};

static void expect(const char *text, int rc, unsigned long value)
{
    unsigned long found = 4711;

    assert_int_equal(mosix_tunable_parse(&sample, text, &found), rc);
    assert_int_equal(found, rc == 0 ? value : 4711);
}

static void test_no_numbers(void **state)
{
    static const char *const bad[] = {"",     " ",    "abc", "-5",  "+5", " 64", "64 ", "64x",
                                      "64kk", "64kb", "6.4", "0xg", "k",  "--",  "1e3", "64,5"};

    (void) state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        expect(bad[i], -EINVAL, 0);
    }
}

static void test_out_of_range(void **state)
{
    static const char *const bad[] = {
        "0",
        "15",
        "1048577",
        "1025k",
        "2m",
        "1g",
        "16777216g",
        "99999999999999999999999",
        "18446744073709551616",
    };

    (void) state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        expect(bad[i], -ERANGE, 0);
    }
}

static void test_numbers(void **state)
{
    (void) state;
    expect("16", 0, 16);
    expect("1048576", 0, 1ul << 20);
    expect("0x40", 0, 64);
    expect("64k", 0, 64ul << 10);
    expect("64K", 0, 64ul << 10);
    expect("1m", 0, 1ul << 20);
}

static void test_table(void **state)
{
    (void) state;
    for (size_t i = 0; i < MOSIX_TUNABLE_COUNT; i++) {
        const struct mosix_tunable *row = &mosix_tunables[i];

        assert_non_null(row->name);
        assert_non_null(row->text);
        assert_true(row->min <= row->max);
        assert_int_equal(mosix_tunable_check(row, row->initial), 0);
        assert_ptr_equal(mosix_tunable_find(row->name), row);
    }
    assert_null(mosix_tunable_find("no_such_number"));
    assert_null(mosix_tunable_find(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_numbers),
        cmocka_unit_test(test_out_of_range),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_table),
    };

    return RUN_TESTS(tests);
}
