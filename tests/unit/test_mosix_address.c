/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Addresses of nodes: garbage is refused, what is right survives the way there and back.
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_quads),
        cmocka_unit_test(test_good_quads),
        cmocka_unit_test(test_bad_files),
        cmocka_unit_test(test_good_file),
    };

    return RUN_TESTS(tests);
}
