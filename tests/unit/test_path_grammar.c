/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The names of the files that the emulator serves.
 */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "path_grammar.h"

static void expect_kind(const char *path, enum path_kind kind, uint32_t ip, int32_t pid)
{
    struct path_target target;

    memset(&target, 0xa5, sizeof(target));
    assert_int_equal(path_parse(path, &target), kind);
    assert_int_equal(target.kind, kind);
    assert_int_equal(target.ip, ip);
    assert_int_equal(target.pid, pid);
}

static void test_not_ours(void **state)
{
    static const char *const paths[] = {
        "",
        "/",
        "/proc",
        "/proc/mosix",
        "/proc/mosixx/mosip",
        "/proc/self",
        "/proc/self/",
        "/proc/self/locks",
        "/proc/self/loc",
        "/proc/self/lock/",
        "proc/mosix/mosip",
        "//proc/mosix/mosip",
        "/proc/./mosix/mosip",
    };

    (void) state;
    expect_kind(NULL, PATH_OTHER, 0, 0);
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        expect_kind(paths[i], PATH_OTHER, 0, 0);
    }
}

static void test_squeeze(void **state)
{
    static const char *const pairs[][2] = {
        {"", ""},       {"/", "/"},
        {"//", "/"},    {"///a//b", "/a/b"},
        {"a///", "a/"}, {"/proc//mosix/./x", "/proc/mosix/./x"},
    };
    char squeezed[17];

    (void) state;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        assert_true(path_squeeze(pairs[i][0], squeezed, sizeof(squeezed)));
        assert_string_equal(squeezed, pairs[i][1]);
    }
    assert_true(path_squeeze("0123456789abcdef", squeezed, sizeof(squeezed)));
    assert_false(path_squeeze("0123456789abcdefg", squeezed, sizeof(squeezed)));
    assert_true(path_squeeze("0123456789////abcd/", squeezed, sizeof(squeezed)));
    assert_false(path_squeeze("0123456789////abcde/", squeezed, sizeof(squeezed)));
}

static void test_nowhere(void **state)
{
    static const char *const names[] = {
        "",
        "x",
        "mosip/",
        "myboxx",
        "mbox",
        "mbox/",
        "mbox/1.2.3.4",
        "mbox/1.2.3.4/",
        "mbox/1.2.3.4/0",
        "mbox/1.2.3.4/00",
        "mbox/1.2.3.4/05",
        "mbox/1.2.3.4/+5",
        "mbox/1.2.3.4/-5",
        "mbox/1.2.3.4/ 5",
        "mbox/1.2.3.4/5 ",
        "mbox/1.2.3.4/5/",
        "mbox/1.2.3.4/1",
        "mbox/1.2.3.4/2147483648",
        "mbox/1.2.3.4/18446744073709551617",
        "mbox/1.2.3/5",
        "mbox/1.2.3./5",
        "mbox/.1.2.3/5",
        "mbox/1.2.3.4.5/6",
        "mbox/1.2.3.256/5",
        "mbox/1.2.3.4x/5",
        "mbox/1.2.3.18446744073709551616/5",
        "ubox/1.2.3.4",
        "Mbox/1.2.3.4/5",
    };

    (void) state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char path[128] = "/proc/mosix/";

        expect_kind(strcat(path, names[i]), PATH_NOWHERE, 0, 0);
    }
}

static void test_ours(void **state)
{
    (void) state;
    expect_kind("/proc/mosix/mosip", PATH_MOSIP, 0, 0);
    expect_kind("/proc/mosix/mybox", PATH_MYBOX, 0, 0);
    expect_kind("/proc/mosix/mbox/1.2.3.4/5", PATH_MBOX, 0x01020304, 5);
    expect_kind("/proc/mosix/ubox/255.255.255.255/2147483647", PATH_UBOX, 0xffffffff, 2147483647);
    expect_kind("/proc/mosix/mbox/0.0.0.0/2", PATH_MBOX, 0, 2);
    expect_kind("/proc/mosix/mbox/00.0.0.0/2", PATH_MBOX, 0, 2);
    expect_kind("/proc/self/lock", PATH_LOCK, 0, 0);
    expect_kind("/proc/self/migrate", PATH_MIGRATE, 0, 0);
    expect_kind("/proc/self/where", PATH_WHERE, 0, 0);
    expect_kind("/proc/self/nmigs", PATH_NMIGS, 0, 0);
}

static void test_address(void **state)
{
    uint32_t ip = 7;

    (void) state;
    assert_int_equal(path_parse_ip("", '\0', &ip), -EINVAL);
    assert_int_equal(path_parse_ip("1.2.3.4", '/', &ip), -EINVAL);
    assert_int_equal(path_parse_ip("1.2.3.4\n", '\0', &ip), -EINVAL);
    assert_int_equal(ip, 7);
    assert_int_equal(path_parse_ip("10.20.30.40:5", ':', &ip), 11);
    assert_int_equal(ip, 0x0a141e28);
}

static void test_cluster(void **state)
{
    const uint32_t local = 0x7f000001;
    const uint32_t home = 0x0a000001;

    (void) state;
    assert_false(path_ip_in_cluster(home, local));
    assert_false(path_ip_in_cluster(local, home));
    assert_false(path_ip_in_cluster(0x00000001, home));
    assert_false(path_ip_in_cluster(0xe0000001, home));
    assert_false(path_ip_in_cluster(0xffffffff, home));
    assert_true(path_ip_in_cluster(0, local));
    assert_true(path_ip_in_cluster(0, home));
    assert_true(path_ip_in_cluster(home, home));
    assert_true(path_ip_in_cluster(local + 1, local));
    assert_false(path_ip_in_cluster(home + 1, home));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_not_ours), cmocka_unit_test(test_nowhere),
        cmocka_unit_test(test_squeeze),  cmocka_unit_test(test_ours),
        cmocka_unit_test(test_address),  cmocka_unit_test(test_cluster),
    };

    return RUN_TESTS(tests);
}
