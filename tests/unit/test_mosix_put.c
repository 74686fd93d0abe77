/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The announcement of a put: fixed bytes, fixed size.
 */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "mosix_put.h"

static const uint8_t golden[MOSIX_PUT_SIZE] = {
    8, 7, 6, 5, 4, 3, 2, 1, 0x18, 0x17, 0x16, 0x15, 0x14, 0x13, 0x12, 0x11, 4, 3, 2, 1, 0, 0, 0, 0,
};

static void test_wrong(void **state)
{
    uint8_t longer[MOSIX_PUT_SIZE + 1] = {0};
    struct mosix_put put = {1, 2, 3};

    (void) state;
    memcpy(longer, golden, sizeof(golden));
    for (size_t size = 0; size <= sizeof(longer); size++) {
        if (size != MOSIX_PUT_SIZE) {
            assert_int_equal(mosix_put_decode(longer, size, &put), -EBADMSG);
        }
    }
    memset(longer + 16, 0, 4); /* nothing to be put */
    assert_int_equal(mosix_put_decode(longer, MOSIX_PUT_SIZE, &put), -EBADMSG);
    assert_true(put.region == 1 && put.address == 2 && put.size == 3);
}

static void test_golden(void **state)
{
    const struct mosix_put put = {UINT64_C(0x0102030405060708), UINT64_C(0x1112131415161718),
                                  0x01020304};
    uint8_t payload[MOSIX_PUT_SIZE];
    struct mosix_put back;

    (void) state;
    mosix_put_encode(&put, payload);
    assert_memory_equal(payload, golden, sizeof(golden));
    assert_int_equal(mosix_put_decode(golden, sizeof(golden), &back), 0);
    assert_true(back.region == put.region && back.address == put.address && back.size == put.size);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_golden),
    };

    return RUN_TESTS(tests);
}
