/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The BTL's numbers: what a user may write and what is refused.
 */
#include "test_main.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "mosix_tunables.h"

static const struct mosix_tunable sample = {
    .name = "sample", .initial = 64, .min = 16, .max = 1ul << 20, .text = "a number"};

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

static void test_switches(void **state)
{
    static const char *const good[] = {"0", "1", "-1", "true", "FALSE", "y", "n", "enabled"};
    static const char *const bad[] = {"", " ", "maybe", "1x", "on"};

    (void) state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_true(mosix_switch_is(good[i]));
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(mosix_switch_is(bad[i]));
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
    for (const struct mosix_tunable *row = mosix_tunables; row->name != NULL; row++) {
        assert_non_null(row->text);
        assert_true(row->min <= row->max);
        assert_int_equal(mosix_tunable_check(row, row->initial), 0);
        assert_ptr_equal(mosix_tunable_find(row->name), row);
    }
    assert_null(mosix_tunable_find("no_such_number"));
    assert_null(mosix_tunable_find(""));
}

/* Every field of the numbers belongs to one row. */
static void test_rows_and_fields(void **state)
{
    struct mosix_numbers numbers;
    size_t count = 0;

    (void) state;
    memset(&numbers, 0xff, sizeof(numbers));
    for (const struct mosix_tunable *row = mosix_tunables; row->name != NULL; row++) {
        assert_int_equal(*mosix_tunable_value(row, &numbers), ULONG_MAX);
        *mosix_tunable_value(row, &numbers) = 0;
        count++;
    }
    assert_int_equal(count * sizeof(unsigned long), sizeof(numbers));
}

static void test_initial_numbers(void **state)
{
    struct mosix_numbers numbers;

    (void) state;
    memset(&numbers, 0xff, sizeof(numbers));
    mosix_numbers_init(&numbers);
    assert_int_equal(numbers.max_open, 128);
    assert_int_equal(numbers.latency, mosix_tunable_find("latency")->initial);
    assert_null(mosix_numbers_check(&numbers));
    assert_true(mosix_numbers_ordered(&numbers));
}

static void test_wrong_numbers_are_named(void **state)
{
    (void) state;
    for (const struct mosix_tunable *row = mosix_tunables; row->name != NULL; row++) {
        struct mosix_numbers numbers;

        mosix_numbers_init(&numbers);
        *mosix_tunable_value(row, &numbers) = row->max + 1;
        assert_ptr_equal(mosix_numbers_check(&numbers), row);
        if (row->min > 0) {
            *mosix_tunable_value(row, &numbers) = row->min - 1;
            assert_ptr_equal(mosix_numbers_check(&numbers), row);
        }
    }
}

static void test_order_of_limits(void **state)
{
    struct mosix_numbers numbers = {.eager_limit = 1000, .max_send_size = 1000};

    (void) state;
    assert_true(mosix_numbers_ordered(&numbers));
    numbers.eager_limit = 1001;
    assert_false(mosix_numbers_ordered(&numbers));
    numbers.max_send_size = 1001;
    assert_true(mosix_numbers_ordered(&numbers));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_numbers),      cmocka_unit_test(test_switches),
        cmocka_unit_test(test_out_of_range),    cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_table),           cmocka_unit_test(test_rows_and_fields),
        cmocka_unit_test(test_initial_numbers), cmocka_unit_test(test_wrong_numbers_are_named),
        cmocka_unit_test(test_order_of_limits),
    };

    return RUN_TESTS(tests);
}
