/* SPDX-License-Identifier: BSD-3-Clause */
/* Counts of system calls: what is added, the sum, and the order in which they are told. */
#include "test_main.h"

#include <stdint.h>

#include "trace_counts.h"

static void test_none(void **state)
{
    const struct trace_counts counts = {.processes = 1};

    (void) state;
    assert_int_equal(trace_counts_next(&counts, -1), -1);
    assert_int_equal(trace_counts_sum(&counts), 0);
}

static void test_order(void **state)
{
    static const unsigned long long made[] = {3, 1, 1, 0, 3, 1, 511, 512, UINT64_MAX};
    static const int order[] = {1, 3, 512, 0, 511, -1};
    struct trace_counts counts = {.processes = 1};
    int number = -1;

    (void) state;
    for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
        trace_counts_add(&counts, made[i]);
    }
    assert_int_equal(trace_counts_sum(&counts), 9);
    assert_int_equal(counts.calls[1], 3);
    assert_int_equal(counts.calls[TRACE_CALLS], 2);
    for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
        number = trace_counts_next(&counts, number);
        assert_int_equal(number, order[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_none),
        cmocka_unit_test(test_order),
    };

    return RUN_TESTS(tests);
}
