/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The first message to a process of another home node: the copy that is kept, and when it is
 * written again.
 */
#include "test_main.h"

#include <stdlib.h>
#include <string.h>

#include "mosix_first.h"

/* Close to where milliseconds wrap around. */
#define START (UINT32_MAX - 100)

static bool fail_malloc;

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

void *__wrap_malloc(size_t size)
{
    return fail_malloc ? NULL : __real_malloc(size);
}

static void test_copy(void **state)
{
    char head[] = "head";
    char body[] = "body";
    const struct iovec parts[] = {{head, 4}, {NULL, 0}, {body, 4}};
    struct mosix_first *first = mosix_first_keep(parts, 3, START);

    (void) state;
    assert_non_null(first);
    memset(body, 'x', 4);
    assert_int_equal(first->size, 8);
    assert_memory_equal(first->message, "headbody", 8);
    free(first);
}

static void test_when(void **state)
{
    struct mosix_first *first = mosix_first_keep(NULL, 0, START);
    uint32_t now = START;
    uint32_t pause = MOSIX_FIRST_PAUSE;

    (void) state;
    assert_non_null(first);
    for (int i = 0; i < 10; i++) {
        assert_false(mosix_first_is_due(first, now + pause - 1));
        now += pause;
        assert_true(mosix_first_is_due(first, now));
        assert_false(mosix_first_is_due(first, now));
        pause = 2 * pause < MOSIX_FIRST_PAUSE_MAX ? 2 * pause : MOSIX_FIRST_PAUSE_MAX;
    }
    free(first);
}

static void test_no_memory(void **state)
{
    (void) state;
    fail_malloc = true;
    assert_null(mosix_first_keep(NULL, 0, START));
    fail_malloc = false;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_copy),
        cmocka_unit_test(test_when),
        cmocka_unit_test(test_no_memory),
    };

    return RUN_TESTS(tests);
}
