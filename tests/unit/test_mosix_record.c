/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a rank publishes: garbage in a peer's record is refused, what is right survives the way
 * there and back.
 */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "mosix_record.h"

static void make_record(uint8_t record[MOSIX_RECORD_SIZE])
{
    const struct mosix_record sample = {
        .address = {.cookie = UINT64_C(0x1122334455667788), .home = 0x0a000102, .pid = 4711},
        .architecture = 0x12345678,
    };

    mosix_record_encode(&sample, record);
}

static void expect_bad_record(const uint8_t *record, size_t size, int error)
{
    struct mosix_record found = {{1, 2, 3}, 4};

    assert_int_equal(mosix_record_decode(record, size, &found), error);
    assert_true(found.address.cookie == 1 && found.address.home == 2 && found.address.pid == 3 &&
                found.architecture == 4);
}

static void test_bad_records(void **state)
{
    uint8_t record[MOSIX_RECORD_SIZE + 1] = {0};

    (void) state;
    make_record(record);
    for (size_t size = 0; size < MOSIX_RECORD_SIZE; size++) {
        expect_bad_record(record, size, -EBADMSG);
    }
    expect_bad_record(record, MOSIX_RECORD_SIZE + 1, -EBADMSG);
    record[3]++;
    expect_bad_record(record, MOSIX_RECORD_SIZE, -EPROTONOSUPPORT);
    /* A later version may be longer; it is told apart from garbage all the same. */
    expect_bad_record(record, MOSIX_RECORD_SIZE + 1, -EPROTONOSUPPORT);
    make_record(record);
    record[0] ^= 1;
    expect_bad_record(record, MOSIX_RECORD_SIZE, -EBADMSG);
    make_record(record);
    memset(record + 4, 0, 4); /* home 0.0.0.0 */
    expect_bad_record(record, MOSIX_RECORD_SIZE, -EBADMSG);
    make_record(record);
    memset(record + 8, 0, 4); /* PID 0 */
    expect_bad_record(record, MOSIX_RECORD_SIZE, -EBADMSG);
    memset(record + 8, 0xff, 4); /* a PID that kill() would take for a group */
    expect_bad_record(record, MOSIX_RECORD_SIZE, -EBADMSG);
}

static void test_golden_record(void **state)
{
    static const uint8_t golden[MOSIX_RECORD_SIZE] = {
        'M',  'X',  'r',  3,    2,    1,    0,    0x0a, 0x67, 0x12, 0,    0,
        0x78, 0x56, 0x34, 0x12, 0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11,
    };
    uint8_t record[MOSIX_RECORD_SIZE];
    struct mosix_record found;

    (void) state;
    make_record(record);
    assert_memory_equal(record, golden, sizeof(golden));
    assert_int_equal(mosix_record_decode(golden, sizeof(golden), &found), 0);
    assert_true(found.address.cookie == UINT64_C(0x1122334455667788));
    assert_int_equal(found.address.home, 0x0a000102);
    assert_int_equal(found.address.pid, 4711);
    assert_int_equal(found.architecture, 0x12345678);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_records),
        cmocka_unit_test(test_golden_record),
    };

    return RUN_TESTS(tests);
}
