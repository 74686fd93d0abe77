/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Owners of mutexes: kinds, recursion, foreign unlocks, and what the C library's initialisers mean.
 */
#include "test_main.h"

#include <limits.h>

#include "coop_mutex.h"

enum { SELF = 7, OTHER = 8 };

static pthread_mutex_t of_type(int type)
{
    pthread_mutexattr_t attributes;
    pthread_mutex_t mutex;

    pthread_mutexattr_init(&attributes);
    assert_int_equal(pthread_mutexattr_settype(&attributes, type), 0);
    assert_int_equal(pthread_mutex_init(&mutex, &attributes), 0);
    pthread_mutexattr_destroy(&attributes);
    return mutex;
}

static void test_plain(void **state)
{
    const int types[] = {PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_DEFAULT, PTHREAD_MUTEX_RECURSIVE,
                         PTHREAD_MUTEX_ERRORCHECK, PTHREAD_MUTEX_ADAPTIVE_NP};
    pthread_mutexattr_t attributes;
    pthread_mutex_t mutex;

    (void) state;
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        mutex = of_type(types[i]);
        assert_true(coop_mutex_is_plain(&mutex));
        assert_int_equal(coop_mutex_type(&mutex), types[i]);
        pthread_mutex_destroy(&mutex);
        assert_false(coop_mutex_is_plain(&mutex));
    }
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(&mutex, &attributes);
    assert_false(coop_mutex_is_plain(&mutex));
}

static void test_exclusion(void **state)
{
    pthread_mutex_t mutex = of_type(PTHREAD_MUTEX_NORMAL);

    (void) state;
    assert_int_equal(coop_mutex_take(&mutex, SELF), 0);
    assert_int_equal(coop_mutex_take(&mutex, OTHER), -EBUSY);
    assert_int_equal(coop_mutex_take(&mutex, SELF), -EBUSY);
    assert_int_equal(pthread_mutex_destroy(&mutex), EBUSY);
    assert_int_equal(coop_mutex_release(&mutex, SELF), 0);
    assert_int_equal(coop_mutex_take(&mutex, OTHER), 0);
    assert_int_equal(coop_mutex_release(&mutex, OTHER), 0);
    assert_int_equal(pthread_mutex_destroy(&mutex), 0);
}

static void test_recursion(void **state)
{
    pthread_mutex_t mutex = of_type(PTHREAD_MUTEX_RECURSIVE);

    (void) state;
    assert_int_equal(coop_mutex_release(&mutex, SELF), -EPERM);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(coop_mutex_take(&mutex, SELF), 0);
    }
    assert_int_equal(coop_mutex_take(&mutex, OTHER), -EBUSY);
    assert_int_equal(coop_mutex_release(&mutex, OTHER), -EPERM);
    coop_mutex_want(&mutex);
    assert_int_equal(coop_mutex_release(&mutex, SELF), 0);
    assert_int_equal(coop_mutex_release(&mutex, SELF), 0);
    assert_int_equal(coop_mutex_release(&mutex, SELF), 1);
    assert_int_equal(coop_mutex_take(&mutex, SELF), 0);
    mutex.__data.__count = UINT_MAX;
    assert_int_equal(coop_mutex_take(&mutex, SELF), -EAGAIN);
}

static void test_error_checking(void **state)
{
    pthread_mutex_t mutex = of_type(PTHREAD_MUTEX_ERRORCHECK);

    (void) state;
    assert_int_equal(coop_mutex_release(&mutex, SELF), -EPERM);
    assert_int_equal(coop_mutex_take(&mutex, SELF), 0);
    assert_int_equal(coop_mutex_take(&mutex, SELF), -EDEADLK);
    assert_int_equal(coop_mutex_take(&mutex, OTHER), -EBUSY);
    assert_int_equal(coop_mutex_release(&mutex, OTHER), -EPERM);
    assert_int_equal(coop_mutex_release(&mutex, SELF), 0);
}

static void test_wanted(void **state)
{
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

    (void) state;
    assert_int_equal(coop_mutex_take(&mutex, SELF), 0);
    coop_mutex_want(&mutex);
    assert_int_equal(coop_mutex_take(&mutex, OTHER), -EBUSY);
    assert_int_equal(coop_mutex_release(&mutex, SELF), 1);
    coop_mutex_own(&mutex, OTHER);
    assert_int_equal(coop_mutex_release(&mutex, OTHER), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),     cmocka_unit_test(test_exclusion),
        cmocka_unit_test(test_recursion), cmocka_unit_test(test_error_checking),
        cmocka_unit_test(test_wanted),
    };

    return RUN_TESTS(tests);
}
