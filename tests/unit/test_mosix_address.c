/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Addresses: garbage in mosip or in a peer's record is refused, what is right survives the way
 * there and back.
 */
#include "test_main.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mosix_address.h"

static void test_bad_quads(void **state)
{
    static const char *const bad[] = {
        "",           "\n",
        "1.2.3",      "1.2.3.",
        "1.2.3.4.",   "1.2.3.4.5",
        ".1.2.3.4",   "1..2.3",
        "256.1.1.1",  "1.2.3.999",
        "01.2.3.4",   "1.2.3.04",
        " 1.2.3.4",   "1.2.3.4x",
        "1.2.3.4 x",  "-1.2.3.4",
        "+1.2.3.4",   "1.2.3.4\n5.6.7.8",
        "0.0.0.0",    "255.255.255.255",
        "0x7f.0.0.1", "localhost",
        "1234.1.1.1", "::1",
    };

    (void) state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        uint32_t home = 42;

        assert_int_equal(mosix_quad_parse(bad[i], &home), -EINVAL);
        assert_int_equal(home, 42);
    }
}

static void test_good_quads(void **state)
{
    static const struct {
        const char *text;
        uint32_t home;
    } good[] = {
        {"127.0.0.1", 0x7f000001},          {"10.0.0.255\n", 0x0a0000ff},
        {"192.168.1.2 \t\r\n", 0xc0a80102}, {"0.0.0.1", 1},
        {"255.255.255.254", 0xfffffffe},
    };

    (void) state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        char text[MOSIX_QUAD_SIZE];
        uint32_t home = 0;

        assert_int_equal(mosix_quad_parse(good[i].text, &home), 0);
        assert_int_equal(home, good[i].home);
        assert_int_equal(strncmp(mosix_quad_format(home, text), good[i].text, strlen(text)), 0);
    }
}

/* Writes size bytes of content to a new file and returns its name. */
static const char *new_file(const char *content, size_t size)
{
    static char path[] = "mosip.XXXXXX";
    int fd;

    strcpy(path + sizeof(path) - 7, "XXXXXX");
    fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, content, size), (ssize_t) size);
    close(fd);
    return path;
}

static void test_bad_files(void **state)
{
    static const char with_zero[] = "1.2\0.3.4";
    char large[300];
    const char *path;
    uint32_t home = 42;

    (void) state;
    assert_int_equal(mosix_home_read("/nowhere/mosip", &home), -ENOENT);
    assert_int_equal(mosix_home_read("/", &home), -EISDIR);
    path = new_file("", 0);
    assert_int_equal(mosix_home_read(path, &home), -EINVAL);
    unlink(path);
    path = new_file(with_zero, sizeof(with_zero) - 1);
    assert_int_equal(mosix_home_read(path, &home), -EINVAL);
    unlink(path);
    memset(large, '1', sizeof(large));
    path = new_file(large, sizeof(large));
    assert_int_equal(mosix_home_read(path, &home), -EINVAL);
    unlink(path);
    assert_int_equal(home, 42);
}

static void test_good_file(void **state)
{
    const char *path = new_file("10.1.2.3\n", 9);
    uint32_t home = 0;

    (void) state;
    assert_int_equal(mosix_home_read(path, &home), 0);
    assert_int_equal(home, 0x0a010203);
    unlink(path);
}

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
        'M',  'X',  'r',  1,    2,    1,    0,    0x0a, 0x67, 0x12, 0,    0,
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
        cmocka_unit_test(test_bad_quads),   cmocka_unit_test(test_good_quads),
        cmocka_unit_test(test_bad_files),   cmocka_unit_test(test_good_file),
        cmocka_unit_test(test_bad_records), cmocka_unit_test(test_golden_record),
    };

    return RUN_TESTS(tests);
}
