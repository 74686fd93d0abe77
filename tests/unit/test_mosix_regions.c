/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Registered memory: no number, address or size from the wire opens more than was registered.
 */
#include "test_main.h"

#include <stdlib.h>

#include "mosix_regions.h"

static int fail_realloc;

void *__real_realloc(void *memory, size_t size);
void *__wrap_realloc(void *memory, size_t size);

void *__wrap_realloc(void *memory, size_t size)
{
    return fail_realloc ? NULL : __real_realloc(memory, size);
}

static uint8_t memory[100];

static uint64_t address_of(const void *at)
{
    return (uintptr_t) at;
}

static void test_no_memory(void **state)
{
    struct mosix_regions regions = {0};

    (void) state;
    fail_realloc = 1;
    assert_true(mosix_regions_add(&regions, memory, sizeof(memory)) == 0);
    fail_realloc = 0;
    assert_true(mosix_regions_add(&regions, memory, sizeof(memory)) != 0);
    mosix_regions_clear(&regions);
}

static void test_wrong_numbers(void **state)
{
    struct mosix_regions regions = {0};
    uint64_t number;

    (void) state;
    assert_null(mosix_regions_find(&regions, 0, address_of(memory), 1));
    number = mosix_regions_add(&regions, memory, sizeof(memory));
    for (int bit = 0; bit < 64; bit++) {
        assert_null(
            mosix_regions_find(&regions, number ^ (UINT64_C(1) << bit), address_of(memory), 1));
    }
    assert_null(mosix_regions_find(&regions, UINT64_MAX, address_of(memory), 1));
    mosix_regions_clear(&regions);
}

static void test_wrong_ranges(void **state)
{
    struct mosix_regions regions = {0};
    uint64_t number = mosix_regions_add(&regions, memory + 10, 50);
    const struct {
        uint64_t address;
        size_t size;
    } bad[] = {
        {address_of(memory) + 9, 1},
        {address_of(memory) + 9, 52},
        {address_of(memory) + 10, 51},
        {address_of(memory) + 59, 2},
        {address_of(memory) + 60, 1},
        {address_of(memory) + 61, 0},
        {0, 50},
        {UINT64_MAX, 1},
        {address_of(memory) + 10, SIZE_MAX},
        {address_of(memory) + 20, SIZE_MAX - 5},
    };

    (void) state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_null(mosix_regions_find(&regions, number, bad[i].address, bad[i].size));
    }
    mosix_regions_clear(&regions);
}

static void test_right_ranges(void **state)
{
    struct mosix_regions regions = {0};
    uint64_t number = mosix_regions_add(&regions, memory + 10, 50);

    (void) state;
    assert_ptr_equal(mosix_regions_find(&regions, number, address_of(memory) + 10, 50),
                     memory + 10);
    assert_ptr_equal(mosix_regions_find(&regions, number, address_of(memory) + 59, 1), memory + 59);
    mosix_regions_clear(&regions);
}

static void test_removed(void **state)
{
    struct mosix_regions regions = {0};
    uint64_t number = mosix_regions_add(&regions, memory, sizeof(memory));
    uint64_t other;

    (void) state;
    mosix_regions_remove(&regions, number);
    assert_null(mosix_regions_find(&regions, number, address_of(memory), 1));
    mosix_regions_remove(&regions, number); /* again */
    other = mosix_regions_add(&regions, memory, sizeof(memory));
    assert_true(other != number);
    assert_null(mosix_regions_find(&regions, number, address_of(memory), 1));
    assert_ptr_equal(mosix_regions_find(&regions, other, address_of(memory), 1), memory);
    mosix_regions_clear(&regions);
}

static void test_many(void **state)
{
    struct mosix_regions regions = {0};
    uint64_t numbers[100];

    (void) state;
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < 100; i++) {
            numbers[i] = mosix_regions_add(&regions, memory + i, 1);
        }
        for (size_t i = 0; i < 100; i++) {
            assert_ptr_equal(mosix_regions_find(&regions, numbers[i], address_of(memory + i), 1),
                             memory + i);
        }
        for (size_t i = 0; i < 100; i++) {
            mosix_regions_remove(&regions, numbers[(i * 37) % 100]);
        }
    }
    assert_int_equal(regions.capacity, 128);
    mosix_regions_clear(&regions);
    assert_null(regions.places);
}

/* Whether the next put is expected to fill memory + offset, size bytes, of that region. */
static bool next_is(const struct mosix_regions *regions, uint64_t number, size_t offset,
                    uint32_t size)
{
    const struct mosix_put expected = {number, address_of(memory + offset), size};
    struct mosix_put next = mosix_regions_next(regions);

    return mosix_put_equal(&next, &expected);
}

/* The oldest region in which nothing was put comes next, whatever becomes of the others. */
static void test_next(void **state)
{
    struct mosix_regions regions = {0};
    uint64_t numbers[5];

    (void) state;
    assert_int_equal(mosix_regions_next(&regions).size, 0);
    for (size_t i = 0; i < 5; i++) {
        numbers[i] = mosix_regions_add(&regions, memory + 10 * i, 10);
    }
    assert_true(next_is(&regions, numbers[0], 0, 10));
    mosix_regions_filled(&regions, numbers[1]); /* not in order */
    assert_true(next_is(&regions, numbers[0], 0, 10));
    mosix_regions_filled(&regions, numbers[0]);
    assert_true(next_is(&regions, numbers[2], 20, 10));
    mosix_regions_filled(&regions, numbers[0]); /* again: it does not come back */
    mosix_regions_remove(&regions, numbers[2]);
    assert_true(next_is(&regions, numbers[3], 30, 10));
    mosix_regions_remove(&regions, numbers[4]); /* the last */
    numbers[4] = mosix_regions_add(&regions, memory + 50, 20);
    mosix_regions_filled(&regions, numbers[3] ^ (UINT64_C(1) << 40)); /* unknown */
    assert_true(next_is(&regions, numbers[3], 30, 10));
    mosix_regions_remove(&regions, numbers[0]);
    mosix_regions_remove(&regions, numbers[3]);
    assert_true(next_is(&regions, numbers[4], 50, 20));
    mosix_regions_filled(&regions, numbers[4]);
    assert_int_equal(mosix_regions_next(&regions).size, 0);
    mosix_regions_clear(&regions);
}

/* No put can fill such a region, so none is expected: the buffer has no room for the rest. */
static void test_larger_than_a_put(void **state)
{
    struct mosix_regions regions = {0};
    uint64_t number = mosix_regions_add(&regions, memory, (size_t) MOSIX_PUT_MAX + 1);

    (void) state;
    assert_int_equal(mosix_regions_next(&regions).size, 0);
    mosix_regions_remove(&regions, number);
    number = mosix_regions_add(&regions, memory, MOSIX_PUT_MAX);
    assert_true(next_is(&regions, number, 0, MOSIX_PUT_MAX));
    mosix_regions_clear(&regions);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_memory),    cmocka_unit_test(test_wrong_numbers),
        cmocka_unit_test(test_wrong_ranges), cmocka_unit_test(test_right_ranges),
        cmocka_unit_test(test_removed),      cmocka_unit_test(test_many),
        cmocka_unit_test(test_next),         cmocka_unit_test(test_larger_than_a_put),
    };

    return RUN_TESTS(tests);
}
