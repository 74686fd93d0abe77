/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The queue of unwritten messages: order is kept, nothing is lost or found twice.
 */
#include "test_main.h"

#include "mosix_sendq.h"

static void test_empty(void **state)
{
    struct mosix_sendq queue = {NULL, NULL};
    struct mosix_sendq other = {NULL, NULL};

    (void) state;
    assert_true(mosix_sendq_is_empty(&queue));
    assert_null(mosix_sendq_peek(&queue));
    assert_null(mosix_sendq_pop(&queue));
    mosix_sendq_append(&queue, &other);
    assert_true(mosix_sendq_is_empty(&queue));
}

static void test_order(void **state)
{
    struct mosix_sendq queue = {NULL, NULL};
    struct mosix_sendq_item items[5];

    (void) state;
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 5; i++) {
            mosix_sendq_push(&queue, &items[i]);
            assert_ptr_equal(mosix_sendq_peek(&queue), &items[0]);
        }
        for (int i = 0; i < 5; i++) {
            assert_ptr_equal(mosix_sendq_pop(&queue), &items[i]);
            assert_null(items[i].next);
        }
        assert_true(mosix_sendq_is_empty(&queue));
        assert_null(queue.last);
    }
}

static void test_append(void **state)
{
    struct mosix_sendq to = {NULL, NULL};
    struct mosix_sendq from = {NULL, NULL};
    struct mosix_sendq_item items[4];

    (void) state;
    mosix_sendq_push(&from, &items[0]);
    mosix_sendq_push(&from, &items[1]);
    mosix_sendq_append(&to, &from); /* to an empty one */
    assert_true(mosix_sendq_is_empty(&from));
    mosix_sendq_push(&from, &items[2]);
    mosix_sendq_append(&to, &from);
    mosix_sendq_append(&to, &from); /* an empty one */
    mosix_sendq_push(&to, &items[3]);
    for (int i = 0; i < 4; i++) {
        assert_ptr_equal(mosix_sendq_pop(&to), &items[i]);
    }
    assert_true(mosix_sendq_is_empty(&to));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_append),
    };

    return RUN_TESTS(tests);
}
