/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where the data of a put belongs, and the note that comes with it: fixed bytes, no put without
 * data, and no note beyond its place.
 */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "mosix_put.h"

static const uint8_t golden[MOSIX_PUT_HEADER] = {
    8, 7, 6, 5, 4, 3, 2, 1, 0x18, 0x17, 0x16, 0x15, 0x14, 0x13, 0x12, 0x11,
};

static const struct mosix_put put = {UINT64_C(0x0102030405060708), UINT64_C(0x1112131415161718), 5};

static void test_wrong(void **state)
{
    struct mosix_batch_entry note = {NULL, 4, 5};
    struct mosix_put got = {1, 2, 3};

    (void) state;
    for (size_t size = 0; size <= MOSIX_PUT_HEADER; size++) {
        assert_int_equal(mosix_put_decode(golden, size, &got, &note), -EBADMSG);
    }
    assert_int_equal(mosix_put_decode(golden, (size_t) MOSIX_FRAME_PAYLOAD_MAX + 1, &got, &note),
                     -EBADMSG);
    assert_int_equal(mosix_put_decode(golden, SIZE_MAX, &got, &note), -EBADMSG);
    assert_true(got.region == 1 && got.address == 2 && got.size == 3);
    assert_true(note.bytes == NULL && note.size == 4 && note.tag == 5);
}

static void test_golden(void **state)
{
    uint8_t header[MOSIX_PUT_HEADER];
    struct mosix_batch_entry note;
    struct mosix_put back;

    (void) state;
    memset(header, 0xff, sizeof(header));
    mosix_put_encode(&put, header);
    assert_memory_equal(header, golden, sizeof(golden));
    assert_int_equal(mosix_put_decode(golden, sizeof(golden) + 5, &back, &note), 0);
    assert_true(mosix_put_equal(&back, &put));
    assert_int_equal(note.size, 0);
}

static void test_note(void **state)
{
    uint8_t header[MOSIX_PUT_HEADER];
    struct mosix_batch_entry note;
    struct mosix_put back;

    (void) state;
    for (uint32_t size = 1; size <= MOSIX_PUT_NOTE_MAX; size++) {
        uint8_t *place;

        mosix_put_encode(&put, header);
        place = mosix_put_encode_note(0x49, size, header);
        assert_true(place + MOSIX_PUT_NOTE_MAX == header + MOSIX_PUT_HEADER);
        memset(place, 0x55, size);
        assert_memory_equal(header, golden, 16);
        assert_int_equal(mosix_put_decode(header, sizeof(header) + 5, &back, &note), 0);
        assert_true(mosix_put_equal(&back, &put));
        assert_true(note.bytes == place && note.size == size && note.tag == 0x49);
    }
}

static void test_note_too_long(void **state)
{
    const uint32_t sizes[] = {MOSIX_PUT_NOTE_MAX + 1, 4096, MOSIX_FRAME_PAYLOAD_MAX};
    uint8_t header[MOSIX_PUT_HEADER];
    struct mosix_batch_entry note;
    struct mosix_put back;

    (void) state;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        mosix_put_encode(&put, header);
        (void) mosix_put_encode_note(1, sizes[i], header);
        assert_int_equal(mosix_put_decode(header, sizeof(header) + 5, &back, &note), -EBADMSG);
    }
}

static void test_largest(void **state)
{
    struct mosix_batch_entry note;
    struct mosix_put back;

    (void) state;
    assert_int_equal(mosix_put_decode(golden, MOSIX_FRAME_PAYLOAD_MAX, &back, &note), 0);
    assert_int_equal(back.size, MOSIX_PUT_MAX);
}

static void test_equal(void **state)
{
    const struct mosix_put others[] = {
        {put.region + 1, put.address, put.size},
        {put.region, put.address + 1, put.size},
        {put.region, put.address, put.size + 1},
    };

    (void) state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        assert_false(mosix_put_equal(&put, &others[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrong),   cmocka_unit_test(test_golden),
        cmocka_unit_test(test_note),    cmocka_unit_test(test_note_too_long),
        cmocka_unit_test(test_largest), cmocka_unit_test(test_equal),
    };

    return RUN_TESTS(tests);
}
