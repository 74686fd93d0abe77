/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The wire header: nothing wrong gets through, and its bytes are what the layout says on every
 * machine.
 */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "mosix_frame.h"

#define COOKIE UINT64_C(0x1122334455667788)
#define PAYLOAD 5

static const struct mosix_frame sample = {
    .cookie = COOKIE,
    .source = {.home = 0x0a000102, .pid = 4711, .stream = 0x01020304},
    .sequence = 0xfffefdfc,
    .payload_size = PAYLOAD,
    .kind = MOSIX_FRAME_DATA,
    .tag = 0x41,
};

/* The bytes of sample as the layout of the header says, written by hand. */
static const uint8_t golden[MOSIX_FRAME_SIZE + PAYLOAD] = {
    'M',  'X',  1,    1,    0x41, 5,    0,    0,    /* mark, version, kind, tag, size */
    0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11, /* cookie */
    2,    1,    0,    0x0a, 0x67, 0x12, 0,    0,    /* home, PID */
    4,    3,    2,    1,    0xfc, 0xfd, 0xfe, 0xff, /* stream, sequence */
    'h',  'e',  'l',  'l',  'o',
};

/* Decoding must fail with error and not change the result. */
static void expect_error(const uint8_t *message, size_t size, uint64_t cookie, int error)
{
    struct mosix_frame frame;
    struct mosix_frame before;

    memset(&frame, 0xa5, sizeof(frame));
    memset(&before, 0xa5, sizeof(before));
    assert_int_equal(mosix_frame_decode(message, size, cookie, &frame), error);
    assert_memory_equal(&frame, &before, sizeof(frame));
}

static void test_too_short(void **state)
{
    (void) state;
    for (size_t size = 0; size < MOSIX_FRAME_SIZE; size++) {
        expect_error(golden, size, COOKIE, -EBADMSG);
    }
}

static void test_foreign(void **state)
{
    static const struct {
        size_t at;
        uint8_t value;
        int error;
    } changes[] = {
        {0, 'm', -EBADMSG},       {1, 0, -EBADMSG}, {2, 0, -EPROTONOSUPPORT},
        {2, 2, -EPROTONOSUPPORT}, {3, 0, -EBADMSG}, {3, MOSIX_FRAME_KIND_END, -EBADMSG},
        {3, 255, -EBADMSG},
    };

    (void) state;
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        uint8_t message[sizeof(golden)];

        memcpy(message, golden, sizeof(golden));
        message[changes[i].at] = changes[i].value;
        expect_error(message, sizeof(message), COOKIE, changes[i].error);
    }
}

static void test_no_sender(void **state)
{
    static const size_t fields[] = {16, 20}; /* home node, PID */

    (void) state;
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        uint8_t message[sizeof(golden)];

        memcpy(message, golden, sizeof(golden));
        memset(message + fields[i], 0, 4);
        expect_error(message, sizeof(message), COOKIE, -EBADMSG);
    }
}

static void test_forged(void **state)
{
    (void) state;
    expect_error(golden, sizeof(golden), COOKIE ^ 1, -EACCES);
    expect_error(golden, sizeof(golden), COOKIE ^ (UINT64_C(1) << 63), -EACCES);
    expect_error(golden, sizeof(golden), 0, -EACCES);
}

/* It carries the cookie of its sender, which the caller compares. */
static void test_receipt(void **state)
{
    uint8_t message[MOSIX_FRAME_SIZE];
    struct mosix_frame frame;

    (void) state;
    memcpy(message, golden, sizeof(message));
    message[3] = MOSIX_FRAME_RECEIPT;
    expect_error(message, sizeof(message), COOKIE, -EACCES);
    message[4] = 0;
    message[5] = 0;
    expect_error(message, sizeof(message) - 1, COOKIE, -EBADMSG);
    assert_int_equal(mosix_frame_decode(message, sizeof(message), COOKIE ^ 1, &frame), 0);
    assert_true(frame.cookie == COOKIE);
    assert_int_equal(frame.source.stream, sample.source.stream);
    assert_false(mosix_frame_is_numbered(&frame));
    frame.kind = MOSIX_FRAME_PUT;
    assert_true(mosix_frame_is_numbered(&frame));
}

/* The sender of a damaged message must be known, but only with the right cookie. */
static void expect_damage(const uint8_t *message, size_t size)
{
    struct mosix_frame frame;

    assert_int_equal(mosix_frame_decode(message, size, COOKIE, &frame), -EMSGSIZE);
    assert_int_equal(frame.source.pid, sample.source.pid);
    assert_int_equal(frame.sequence, sample.sequence);
    expect_error(message, size, COOKIE ^ 1, -EACCES);
}

static void test_truncated_or_extended(void **state)
{
    uint8_t longer[sizeof(golden) + 1] = {0};

    (void) state;
    memcpy(longer, golden, sizeof(golden));
    expect_damage(longer, sizeof(longer));
    for (size_t size = MOSIX_FRAME_SIZE; size < sizeof(golden); size++) {
        expect_damage(golden, size);
    }
}

static void test_golden_decodes(void **state)
{
    struct mosix_frame frame;

    (void) state;
    assert_int_equal(mosix_frame_decode(golden, sizeof(golden), COOKIE, &frame), 0);
    assert_int_equal(frame.source.home, sample.source.home);
    assert_int_equal(frame.source.pid, sample.source.pid);
    assert_int_equal(frame.source.stream, sample.source.stream);
    assert_int_equal(frame.sequence, sample.sequence);
    assert_int_equal(frame.payload_size, PAYLOAD);
    assert_int_equal(frame.kind, MOSIX_FRAME_DATA);
    assert_int_equal(frame.tag, 0x41);
    assert_true(frame.cookie == COOKIE);
}

static void test_encodes_golden(void **state)
{
    uint8_t header[MOSIX_FRAME_SIZE];

    (void) state;
    mosix_frame_encode(&sample, header);
    assert_memory_equal(header, golden, sizeof(header));
}

static void test_unaligned(void **state)
{
    uint8_t shifted[sizeof(golden) + 1];
    struct mosix_frame frame;

    (void) state;
    memcpy(shifted + 1, golden, sizeof(golden));
    assert_int_equal(mosix_frame_decode(shifted + 1, sizeof(golden), COOKIE, &frame), 0);
    assert_int_equal(frame.source.pid, sample.source.pid);
}

static void test_largest_payload(void **state)
{
    static uint8_t message[MOSIX_FRAME_SIZE + MOSIX_FRAME_PAYLOAD_MAX];
    struct mosix_frame frame = sample;

    (void) state;
    frame.payload_size = MOSIX_FRAME_PAYLOAD_MAX;
    frame.tag = 255;
    mosix_frame_encode(&frame, message);
    assert_int_equal(mosix_frame_decode(message, sizeof(message), COOKIE, &frame), 0);
    assert_int_equal(frame.payload_size, MOSIX_FRAME_PAYLOAD_MAX);
    assert_int_equal(frame.tag, 255);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_too_short),      cmocka_unit_test(test_foreign),
        cmocka_unit_test(test_no_sender),      cmocka_unit_test(test_forged),
        cmocka_unit_test(test_receipt),        cmocka_unit_test(test_truncated_or_extended),
        cmocka_unit_test(test_golden_decodes), cmocka_unit_test(test_encodes_golden),
        cmocka_unit_test(test_unaligned),      cmocka_unit_test(test_largest_payload),
    };

    return RUN_TESTS(tests);
}
