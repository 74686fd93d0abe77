/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tests of rooted_path: links of an image lead nowhere but into the image.
 */
#include "test_main.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rooted_path.h"

static char root[] = "/tmp/rooted-path-XXXXXX";

static int make_root(void **state)
{
    (void) state;
    return mkdtemp(root) != NULL && chdir(root) == 0 && mkdir("etc", 0755) == 0 &&
                   mkdir("opt", 0755) == 0 && symlink("/opt", "etc/absolute") == 0 &&
                   symlink("../opt", "etc/relative") == 0 &&
                   symlink("../../../../opt/x", "etc/outwards") == 0 &&
                   symlink("/etc/passwd", "etc/dangling") == 0 &&
                   symlink("circle", "etc/circle") == 0
               ? 0
               : -1;
}

static int remove_root(void **state)
{
    static const char *const names[] = {"etc/absolute", "etc/relative", "etc/outwards",
                                        "etc/dangling", "etc/circle"};

    (void) state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        unlink(names[i]);
    }
    rmdir("etc");
    rmdir("opt");
    return rmdir(root);
}

static void expect(const char *path, const char *inside)
{
    char found[PATH_MAX];
    char expected[PATH_MAX];

    snprintf(expected, sizeof(expected), "%s%s", root, inside);
    assert_int_equal(rooted_path(root, path, found), 0);
    assert_string_equal(found, expected);
}

static void test_inside(void **state)
{
    (void) state;
    expect("/etc/file", "/etc/file");
    expect("//etc/./file", "/etc/file");
    expect("etc", "/etc");
    expect("/", "");
    expect("/etc/absolute/a", "/opt/a");
    expect("/etc/relative/a", "/opt/a");
    expect("/etc/outwards", "/opt/x");
    expect("/../../etc", "/etc");
    expect("/etc/dangling", "/etc/passwd");
}

static void test_failures(void **state)
{
    char found[PATH_MAX];
    char path[PATH_MAX + 8];

    (void) state;
    assert_int_equal(rooted_path(root, "/none/file", found), -ENOENT);
    assert_int_equal(rooted_path(root, "/etc/circle", found), -ELOOP);
    memset(path, 'a', sizeof(path) - 1);
    path[sizeof(path) - 1] = '\0';
    assert_int_equal(rooted_path(root, path, found), -ENAMETOOLONG);
}

static void test_own_system(void **state)
{
    char found[PATH_MAX];
    char expected[PATH_MAX];

    (void) state;
    snprintf(expected, sizeof(expected), "%s/etc/x", root);
    assert_int_equal(rooted_path("", "etc/x", found), 0);
    assert_string_equal(found, expected);
    assert_int_equal(rooted_path("/", expected, found), 0);
    assert_string_equal(found, expected);
    assert_int_equal(rooted_path("", "/", found), 0);
    assert_string_equal(found, "/");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_inside),
        cmocka_unit_test(test_failures),
        cmocka_unit_test(test_own_system),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, make_root, remove_root);
}
