/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table of system calls: numbers are those of this machine's kernel headers, each call is there
 * once, and what is found by number, name and function is the same.
 */
#include "test_main.h"

#include <string.h>
#include <sys/syscall.h>

#include "mosrun_call.h"

#ifdef __x86_64__
static const struct {
    int number;
    long own;
} refused[] = {
#define MOSRUN_REFUSED(number, name, functions, purpose) {number, SYS_##name},
#define MOSRUN_UNKNOWN(number, name, purpose)
#include "mosrun_calls.def"
};

static void test_numbers(void **state)
{
    (void) state;
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        assert_int_equal(refused[i].number, refused[i].own);
    }
}
#else
static void test_numbers(void **state)
{
    (void) state;
    SKIP_BECAUSE("the numbers are those of x86-64");
}
#endif

static void test_each_once(void **state)
{
    (void) state;
    for (long number = 0; number < 600; number++) {
        const struct mosrun_call *call = mosrun_call_numbered(number);

        if (call != NULL) {
            assert_ptr_equal(mosrun_call_named(call->name), call);
            assert_true(call->state != MOSRUN_CALL_REFUSED || number < MOSRUN_CALL_UNKNOWN);
            assert_true(mosrun_call_purpose(call) < MOSRUN_FOR_COUNT);
        }
    }
    assert_null(mosrun_call_numbered(0));
    assert_null(mosrun_call_named("read"));
    assert_null(mosrun_call_named(""));
    assert_null(mosrun_call_made_by("memcpy"));
    assert_null(mosrun_call_made_by(""));
}

static void test_states(void **state)
{
    (void) state;
    assert_string_equal(mosrun_call_numbered(318)->name, "getrandom");
    assert_int_equal(mosrun_call_numbered(318)->state, MOSRUN_CALL_ANSWERED);
    assert_int_equal(mosrun_call_numbered(334)->state, MOSRUN_CALL_ABSENT);
    assert_int_equal(mosrun_call_numbered(291)->state, MOSRUN_CALL_REFUSED);
    assert_int_equal(mosrun_call_made_by("arc4random")->number, 318);
    assert_int_equal(mosrun_call_made_by("epoll_create1")->number, 291);
    assert_int_equal(mosrun_call_purpose(mosrun_call_named("memfd_create")), MOSRUN_FOR_SHARED);
    assert_int_equal(mosrun_call_purpose(mosrun_call_named("shmat")), MOSRUN_FOR_SHARED);
    assert_int_equal(mosrun_call_purpose(mosrun_call_named("statx")), MOSRUN_FOR_OTHER);
}

static void test_texts(void **state)
{
    (void) state;
    for (int i = 0; i < MOSRUN_FOR_COUNT; i++) {
        assert_true(i == MOSRUN_FOR_OTHER ||
                    mosrun_call_is_for((enum mosrun_call_purpose) i)[0] != '\0');
        assert_true(mosrun_call_remedy((enum mosrun_call_purpose) i)[0] != '\0');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_each_once),
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_texts),
    };

    return RUN_TESTS(tests);
}
