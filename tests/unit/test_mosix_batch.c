/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Batches: an entry never reaches beyond the message, and what was packed comes out again.
 */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "mosix_batch.h"

/* Appends an entry to payload at *size. */
static void add(uint8_t *payload, size_t *size, uint8_t tag, const char *bytes, uint32_t length)
{
    mosix_batch_entry_encode(tag, length, payload + *size);
    memcpy(payload + *size + MOSIX_BATCH_ENTRY_HEADER, bytes, length);
    *size += mosix_batch_entry_size(length);
}

static void test_cut_anywhere(void **state)
{
    uint8_t payload[64] = {0};
    size_t size = 0;

    (void) state;
    add(payload, &size, 1, "hello world", 11);
    for (size_t cut = 1; cut < size; cut++) {
        struct mosix_batch_entry entry;
        size_t at = 0;

        assert_int_equal(mosix_batch_next(payload, cut, &at, &entry), -EBADMSG);
        assert_int_equal(at, 0);
    }
}

static void test_too_long(void **state)
{
    static const uint32_t lengths[] = {9, 16, 0x7fffff, 0xffffff};
    uint8_t payload[16] = {0};

    (void) state;
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        struct mosix_batch_entry entry;
        size_t at = 0;

        mosix_batch_entry_encode(1, lengths[i], payload);
        assert_int_equal(mosix_batch_next(payload, sizeof(payload), &at, &entry), -EBADMSG);
    }
}

static void test_empty(void **state)
{
    struct mosix_batch_entry entry;
    uint8_t payload[1] = {0};
    size_t at = 0;

    (void) state;
    assert_int_equal(mosix_batch_next(payload, 0, &at, &entry), 0);
}

static void test_entries(void **state)
{
    static const char text[] = "abcdefghijklmnopqrstuvwxyz";
    uint8_t payload[1024] = {0};
    size_t size = 0;
    size_t at = 0;

    (void) state;
    for (uint32_t i = 0; i < 20; i++) {
        add(payload, &size, (uint8_t) (200 + i), text, i);
    }
    for (uint32_t i = 0; i < 20; i++) {
        struct mosix_batch_entry entry;

        assert_int_equal(mosix_batch_next(payload, size, &at, &entry), 1);
        assert_int_equal(entry.tag, 200 + i);
        assert_int_equal(entry.size, i);
        assert_memory_equal(entry.bytes, text, i);
        assert_int_equal((entry.bytes - payload) % MOSIX_BATCH_ALIGN, 0);
    }
    assert_int_equal(at, size);
}

static void test_golden(void **state)
{
    static const uint8_t golden[] = {0x41, 3, 0, 0, 0, 0, 0, 0, 'a', 'b', 'c', 0, 0, 0, 0, 0};
    uint8_t payload[sizeof(golden)] = {0};
    size_t size = 0;

    (void) state;
    add(payload, &size, 0x41, "abc", 3);
    assert_int_equal(size, sizeof(golden));
    assert_memory_equal(payload, golden, sizeof(golden));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cut_anywhere), cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_empty),        cmocka_unit_test(test_entries),
        cmocka_unit_test(test_golden),
    };

    return RUN_TESTS(tests);
}
