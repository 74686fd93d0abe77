/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where the data of a put belongs: fixed bytes, and no put without data.
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
    struct mosix_put got = {1, 2, 3};

    (void) state;
    for (size_t size = 0; size <= MOSIX_PUT_HEADER; size++) {
        assert_int_equal(mosix_put_decode(golden, size, &got), -EBADMSG);
    }
    assert_int_equal(mosix_put_decode(golden, (size_t) MOSIX_FRAME_PAYLOAD_MAX + 1, &got),
                     -EBADMSG);
    assert_int_equal(mosix_put_decode(golden, SIZE_MAX, &got), -EBADMSG);
    assert_true(got.region == 1 && got.address == 2 && got.size == 3);
}

static void test_golden(void **state)
{
    uint8_t header[MOSIX_PUT_HEADER];
    struct mosix_put back;

    (void) state;
    mosix_put_encode(&put, header);
    assert_memory_equal(header, golden, sizeof(golden));
    assert_int_equal(mosix_put_decode(golden, sizeof(golden) + 5, &back), 0);
    assert_true(mosix_put_equal(&back, &put));
}

static void test_largest(void **state)
{
    struct mosix_put back;

    (void) state;
    assert_int_equal(mosix_put_decode(golden, MOSIX_FRAME_PAYLOAD_MAX, &back), 0);
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
        cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_golden),
        cmocka_unit_test(test_largest),
        cmocka_unit_test(test_equal),
    };

    return RUN_TESTS(tests);
}
