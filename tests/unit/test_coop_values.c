/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Values of keys: no memory, unknown and reused keys, destructors that set values again.
 */
#include "test_main.h"

#include <errno.h>
#include <stdlib.h>

#include "coop_values.h"

static struct coop_keys keys;
static struct coop_values values;
static int fail_realloc;
static int calls;

void *__real_realloc(void *memory, size_t size);
void *__wrap_realloc(void *memory, size_t size);

void *__wrap_realloc(void *memory, size_t size)
{
    return fail_realloc ? NULL : __real_realloc(memory, size);
}

static int reset(void **state)
{
    (void) state;
    coop_values_free(&values);
    keys = (struct coop_keys){0};
    fail_realloc = 0;
    calls = 0;
    return 0;
}

static void test_no_memory(void **state)
{
    (void) state;
    coop_keys_created(&keys, 3, NULL);
    fail_realloc = 1;
    assert_int_equal(coop_values_set(&values, &keys, 3, &calls), -ENOMEM);
    assert_null(coop_values_get(&values, &keys, 3));
    assert_int_equal(coop_values_set(&values, &keys, 3, NULL), 0);
}

static void test_bad_keys(void **state)
{
    (void) state;
    assert_int_equal(coop_keys_created(&keys, PTHREAD_KEYS_MAX, NULL), -EINVAL);
    assert_int_equal(coop_keys_deleted(&keys, PTHREAD_KEYS_MAX), -EINVAL);
    assert_int_equal(coop_keys_deleted(&keys, 3), -EINVAL);
    assert_int_equal(coop_values_set(&values, &keys, 3, &calls), -EINVAL);
    assert_int_equal(coop_values_set(&values, &keys, UINT_MAX, &calls), -EINVAL);
    assert_null(coop_values_get(&values, &keys, UINT_MAX));
}

static void test_reused_key(void **state)
{
    (void) state;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(coop_keys_created(&keys, 40, NULL), 0);
        assert_null(coop_values_get(&values, &keys, 40));
        assert_int_equal(coop_values_set(&values, &keys, 40, &calls), 0);
        assert_ptr_equal(coop_values_get(&values, &keys, 40), &calls);
        assert_int_equal(coop_keys_deleted(&keys, 40), 0);
        assert_null(coop_values_get(&values, &keys, 40));
    }
}

static void count_call(void *value)
{
    calls += *(int *) value;
}

static void test_destructors(void **state)
{
    int one = 1;
    int ten = 10;

    (void) state;
    coop_keys_created(&keys, 1, count_call);
    coop_keys_created(&keys, 2, NULL);
    coop_keys_created(&keys, 100, count_call);
    coop_values_set(&values, &keys, 1, &one);
    coop_values_set(&values, &keys, 2, &one);
    coop_values_set(&values, &keys, 100, &ten);
    coop_values_end(&values, &keys);
    assert_int_equal(calls, 11);
    coop_values_end(&values, &keys);
    assert_int_equal(calls, 11);
    coop_values_free(&values);
    assert_null(values.slots);
}

/* Then setting them calls no allocator. */
static void test_prepared(void **state)
{
    struct coop_value *slots;

    (void) state;
    assert_int_equal(coop_values_prepare(&values), 0);
    slots = values.slots;
    assert_non_null(slots);
    coop_keys_created(&keys, 0, NULL);
    coop_keys_created(&keys, 31, NULL);
    assert_int_equal(coop_values_set(&values, &keys, 0, &calls), 0);
    assert_int_equal(coop_values_set(&values, &keys, 31, &calls), 0);
    assert_ptr_equal(values.slots, slots);
    assert_ptr_equal(coop_values_get(&values, &keys, 31), &calls);
}

static void set_again(void *value)
{
    calls++;
    assert_int_equal(coop_values_set(&values, &keys, 500, value), 0);
    assert_int_equal(coop_values_set(&values, &keys, 5, value), 0);
}

static void test_endless_destructor(void **state)
{
    (void) state;
    coop_keys_created(&keys, 5, set_again);
    coop_keys_created(&keys, 500, NULL);
    coop_values_set(&values, &keys, 5, &calls);
    coop_values_end(&values, &keys);
    assert_int_equal(calls, PTHREAD_DESTRUCTOR_ITERATIONS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_no_memory, reset, reset),
        cmocka_unit_test_setup_teardown(test_bad_keys, reset, reset),
        cmocka_unit_test_setup_teardown(test_reused_key, reset, reset),
        cmocka_unit_test_setup_teardown(test_destructors, reset, reset),
        cmocka_unit_test_setup_teardown(test_endless_destructor, reset, reset),
        cmocka_unit_test_setup_teardown(test_prepared, reset, reset),
    };

    return RUN_TESTS(tests);
}
