/* SPDX-License-Identifier: BSD-3-Clause */
/* Real paths are what the C library's own realpath() says, errors included. */
#include "test_main.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "coop_realpath.h"

static char place[] = "/tmp/test-realpath-XXXXXX";
static char long_name[PATH_MAX];

static bool as_mosix;

/* In the place of the C library's. MOSIX 4.4.3 says EPERM of all that is no link [real]. */
ssize_t readlink(const char *path, char *target, size_t size)
{
    ssize_t length = readlinkat(AT_FDCWD, path, target, size);

    if (length < 0 && as_mosix) {
        errno = EPERM;
    }
    return length;
}

static int make_tree(void **state)
{
    FILE *file;

    (void) state;
    if (mkdtemp(place) == NULL || chdir(place) < 0 || mkdir("a", 0700) < 0 ||
        mkdir("a/b", 0700) < 0 || symlink("a/b", "down") < 0 || symlink("../..", "a/b/up") < 0 ||
        symlink("/tmp/", "far") < 0 || symlink("nothing", "dangling") < 0 ||
        symlink("loop", "loop") < 0 || symlink("file", "a/link") < 0 ||
        symlink("b/", "a/slash") < 0) {
        return -1;
    }
    file = fopen("a/file", "w");
    memset(long_name, 'x', sizeof(long_name) - 1);
    return file == NULL ? -1 : fclose(file);
}

static int remove_tree(void **state)
{
    static const char *const files[] = {"a/file", "a/link", "a/slash",  "a/b/up",
                                        "down",   "far",    "dangling", "loop"};

    (void) state;
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        (void) unlink(files[i]);
    }
    (void) rmdir("a/b");
    (void) rmdir("a");
    (void) chdir("/");
    return rmdir(place);
}

static void same(const char *path)
{
    char expected[PATH_MAX];
    char result[PATH_MAX];
    const char *found;
    int status;
    int error;

    errno = 0;
    found = realpath(path, expected);
    error = errno;
    status = coop_realpath(path, result);
    if (status != (found != NULL ? 0 : -error) ||
        (found != NULL && strcmp(result, expected) != 0)) {
        fail_msg("\"%.100s\": %d instead of %d, %s", path, status, -error, result);
    }
}

static void test_paths(void **state)
{
    static const char *const paths[] = {"/",           "//",         "/.",      "/..",
                                        "/../..",      "/tmp",       "/tmp/",   "/tmp/../tmp/.",
                                        ".",           "..",         "./",      "../",
                                        "a",           "a/",         "a//b",    "a/b/..",
                                        "a/b/../",     "a/b/../..",  "a/./b",   "down",
                                        "down/",       "down/..",    "down/up", "down/up/a/b/up/",
                                        "a/b/up/down", "far",        "far/",    "far/..",
                                        "a/slash",     "a/slash/up", "a/file",  "a/link",
                                        "...",         ".a"};

    (void) state;
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        same(paths[i]);
    }
}

static void test_errors(void **state)
{
    static const char *const paths[] = {"",
                                        "nothing",
                                        "nothing/..",
                                        "a/nothing",
                                        "a/file/",
                                        "a/file/..",
                                        "a/file/.",
                                        "a/file/x",
                                        "a/link/",
                                        "a/link/..",
                                        "dangling",
                                        "dangling/",
                                        "dangling/..",
                                        "loop",
                                        "loop/..",
                                        "a/b/up/nothing"};

    (void) state;
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        same(paths[i]);
    }
    same(NULL);
    same(long_name);
}

static int be_mosix(void **state)
{
    (void) state;
    as_mosix = true;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_errors),
        cmocka_unit_test_setup(test_paths, be_mosix),
        cmocka_unit_test_setup(test_errors, be_mosix),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, make_tree, remove_tree);
}
