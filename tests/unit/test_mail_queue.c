/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The queue of messages that a reader passed over.
 */
#include "test_main.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "mail_queue.h"

static int fail_malloc;

void *__wrap_malloc(size_t size);
void *__real_malloc(size_t size);

void *__wrap_malloc(size_t size)
{
    return fail_malloc ? NULL : __real_malloc(size);
}

static void add(struct mail_queue *queue, const char *text)
{
    const struct mail_info info = {.home = 1, .pid = 2, .length = (uint32_t) strlen(text)};

    assert_int_equal(mail_queue_add(queue, &info, text, -1, 0), 0);
}

static void expect_text(const struct mail_message *message, size_t offset, const char *text)
{
    char first[2];
    char second[64];
    const struct iovec parts[2] = {{first, sizeof(first)}, {second, sizeof(second)}};
    size_t size = strlen(text);

    assert_int_equal(mail_message_copy(message, offset, parts, 2), size);
    assert_memory_equal(first, text, size < 2 ? size : 2);
    assert_memory_equal(second, text + 2, size < 2 ? 0 : size - 2);
}

static void test_no_memory(void **state)
{
    const struct mail_info info = {.length = 10};
    struct mail_queue queue = {0};
    int content = memfd_create("test", 0);

    (void) state;
    fail_malloc = 1;
    assert_int_equal(mail_queue_add(&queue, &info, "0123456789", -1, 0), -ENOMEM);
    assert_int_equal(mail_queue_add(&queue, &info, NULL, content, 0), -ENOMEM);
    fail_malloc = 0;
    /* the queue owned the descriptor all the same */
    assert_int_equal(close(content), -1);
    assert_null(queue.first);
    assert_int_equal(queue.messages + queue.bytes, 0);
}

static void test_order_and_counts(void **state)
{
    struct mail_queue queue = {0};

    (void) state;
    add(&queue, "one");
    add(&queue, "");
    add(&queue, "three");
    assert_int_equal(queue.messages, 3);
    assert_int_equal(queue.bytes, 8);
    expect_text(queue.first, 0, "one");
    mail_queue_remove(&queue, &queue.first->next);
    expect_text(queue.first->next, 0, "three");
    mail_queue_remove(&queue, &queue.first->next);
    add(&queue, "four");
    expect_text(queue.first->next, 0, "four");
    mail_queue_remove(&queue, &queue.first);
    mail_queue_remove(&queue, &queue.first);
    assert_null(queue.first);
    add(&queue, "five");
    expect_text(queue.first, 0, "five");
    assert_int_equal(queue.messages, 1);
    mail_queue_clear(&queue);
    mail_queue_clear(&queue);
    assert_int_equal(queue.messages + queue.bytes, 0);
}

static void test_copy(void **state)
{
    struct mail_queue queue = {0};
    char small[3];
    const struct iovec part = {small, sizeof(small)};

    (void) state;
    add(&queue, "0123456789");
    expect_text(queue.first, 7, "789");
    expect_text(queue.first, 9, "9");
    expect_text(queue.first, 10, "");
    expect_text(queue.first, SIZE_MAX, "");
    assert_int_equal(mail_message_copy(queue.first, 1, &part, 1), 3);
    assert_memory_equal(small, "123", 3);
    assert_int_equal(mail_message_copy(queue.first, 0, NULL, 0), 0);
    mail_queue_clear(&queue);
}

static void test_content(void **state)
{
    const struct mail_info info = {.length = 10};
    struct mail_queue queue = {0};
    int content = memfd_create("test", 0);

    (void) state;
    assert_int_equal(write(content, "0123456789", 10), 10);
    assert_int_equal(mail_queue_add(&queue, &info, NULL, content, 0), 0);
    assert_int_equal(queue.bytes, 10);
    expect_text(queue.first, 0, "0123456789");
    expect_text(queue.first, 8, "89");
    expect_text(queue.first, 10, "");
    mail_queue_remove(&queue, &queue.first);
    assert_int_equal(close(content), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_order_and_counts),
        cmocka_unit_test(test_copy),
        cmocka_unit_test(test_content),
    };

    return RUN_TESTS(tests);
}
