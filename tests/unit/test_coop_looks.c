/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Descriptors that the program has looked at in vain: remembered per array, bounded, forgotten when
 * they have ended a sleep.
 */
#include "test_main.h"

#include "coop_looks.h"

static struct coop_looks looks;
static struct pollfd all[COOP_LOOKS_MAX * COOP_LOOK_SIZE];

static int begin(void **state)
{
    (void) state;
    looks = (struct coop_looks){0};
    return 0;
}

static void note(const void *key, int first, size_t count)
{
    struct pollfd descriptors[COOP_LOOK_SIZE + 1];

    for (size_t i = 0; i < count; i++) {
        descriptors[i] = (struct pollfd){.fd = first + (int) i, .events = POLLIN};
    }
    coop_looks_note(&looks, key, descriptors, count);
}

static void test_nothing(void **state)
{
    (void) state;
    assert_int_equal(coop_looks_copy(&looks, all), 0);
    note(&looks, 1, 0);
    assert_int_equal(coop_looks_copy(&looks, all), 0);
}

static void test_a_later_look_replaces_the_former(void **state)
{
    (void) state;
    note(&looks, 3, 2);
    note(&all, 9, 1);
    note(&looks, 5, 1);
    assert_int_equal(coop_looks_copy(&looks, all), 2);
    assert_int_equal(all[0].fd, 5);
    assert_int_equal(all[0].events, POLLIN);
    assert_int_equal(all[1].fd, 9);
}

static void test_the_oldest_of_many_is_replaced(void **state)
{
    static const char keys[COOP_LOOKS_MAX + 1];

    (void) state;
    for (int i = 0; i <= COOP_LOOKS_MAX; i++) {
        note(&keys[i], 10 + i, 1);
    }
    assert_int_equal(coop_looks_copy(&looks, all), COOP_LOOKS_MAX);
    for (int i = 0; i < COOP_LOOKS_MAX; i++) {
        assert_int_not_equal(all[i].fd, 10);
    }
}

static void test_forgotten(void **state)
{
    (void) state;
    note(&looks, 3, COOP_LOOK_SIZE);
    assert_int_equal(coop_looks_copy(&looks, all), COOP_LOOK_SIZE);
    coop_looks_forget(&looks);
    assert_int_equal(coop_looks_copy(&looks, all), 0);
    note(&looks, 3, 1);
    assert_int_equal(coop_looks_copy(&looks, all), 1);
}

static void test_too_large(void **state)
{
    (void) state;
    note(&looks, 3, COOP_LOOK_SIZE + 1);
    assert_int_equal(coop_looks_copy(&looks, all), 0);
    assert_true(looks.too_large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_nothing, begin),
        cmocka_unit_test_setup(test_a_later_look_replaces_the_former, begin),
        cmocka_unit_test_setup(test_the_oldest_of_many_is_replaced, begin),
        cmocka_unit_test_setup(test_forgotten, begin),
        cmocka_unit_test_setup(test_too_large, begin),
    };

    return RUN_TESTS(tests);
}
