/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Numbers of ranks as text.
 */
#include "test_main.h"

#include <string.h>

#include "rank_ranges.h"

static void test_ranges(void **state)
{
    static const struct {
        unsigned long numbers[6];
        size_t count;
        const char *text;
    } cases[] = {
        {{0}, 0, ""},
        {{7}, 1, "7"},
        {{0, 1}, 2, "0-1"},
        {{0, 2, 3, 4, 9}, 5, "0, 2-4, 9"},
        {{3, 5, 6, 4294967294}, 4, "3, 5-6, 4294967294"},
    };

    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct rank_ranges ranges = {.count = 0};

        for (size_t n = 0; n < cases[i].count; n++) {
            rank_ranges_add(&ranges, cases[i].numbers[n]);
        }
        assert_string_equal(rank_ranges_end(&ranges), cases[i].text);
        assert_int_equal(ranges.count, cases[i].count);
    }
}

static void test_too_many(void **state)
{
    struct rank_ranges ranges = {.count = 0};
    const char *text;

    (void) state;
    for (unsigned long number = 1000; number < 3000; number += 2) {
        rank_ranges_add(&ranges, number);
    }
    text = rank_ranges_end(&ranges);
    assert_true(strncmp(text, "1000, 1002, ", 12) == 0);
    assert_string_equal(strstr(text, "...") + 3, "");
    assert_int_equal(ranges.count, 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_too_many),
    };

    return RUN_TESTS(tests);
}
