/* SPDX-License-Identifier: BSD-3-Clause */
/* What looking finds is what execve() and execvp() answer. */
#include "test_main.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "coop_exec.h"

static char directory[] = "/tmp/test-coop-exec-XXXXXX";

static void make(const char *name, const char *text, mode_t mode)
{
    FILE *file = fopen(name, "w");

    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(name, mode), 0);
}

static int set_up(void **state)
{
    (void) state;
    assert_non_null(mkdtemp(directory));
    assert_int_equal(chdir(directory), 0);
    assert_int_equal(mkdir("place", 0755), 0);
    make("script", "#! /bin/sh -e\n", 0755);
    make("lost", "#!/no/such/interpreter\n", 0755);
    make("loop", "#!loop\n", 0755);
    make("text", "echo hello\n", 0755);
    make("empty", "", 0755);
    make("forbidden", "#!/bin/sh\n", 0644);
    make("place/forbidden", "#!/bin/sh\n", 0755);
    return 0;
}

static int delete_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void) status;
    (void) kind;
    (void) place;
    return remove(path);
}

static int tear_down(void **state)
{
    (void) state;
    return chdir("/") != 0 || nftw(directory, delete_one, 8, FTW_DEPTH | FTW_PHYS) != 0;
}

/* What exec itself returns for PATH, which must fail. */
static int answer(const char *path)
{
    char *argv[] = {(char *) path, NULL};

    execve(path, argv, environ);
    return -errno;
}

static void test_look(void **state)
{
    static const char *const failing[] = {"none",  "lost",      "loop",  "text",
                                          "empty", "forbidden", "place", "script/none"};

    (void) state;
    assert_int_equal(coop_exec_look("/bin/sh"), 0);
    assert_int_equal(coop_exec_look("script"), 0);
    assert_int_equal(coop_exec_look("/proc/self/fd/99"), 0);
    for (size_t i = 0; i < sizeof(failing) / sizeof(failing[0]); i++) {
        assert_int_equal(coop_exec_look(failing[i]), answer(failing[i]));
    }
}

static void test_find(void **state)
{
    char found[PATH_MAX];

    (void) state;
    assert_int_equal(coop_exec_find("sh", NULL, found), 0);
    assert_string_equal(found, "/bin/sh");
    assert_int_equal(coop_exec_find("script", "/none::place", found), 0);
    assert_string_equal(found, "script");
    assert_int_equal(coop_exec_find("script", "place:", found), 0);
    /* A place where it may not be executed is passed over, and told if there is no better one. */
    assert_int_equal(coop_exec_find("forbidden", ".:place", found), 0);
    assert_string_equal(found, "place/forbidden");
    assert_int_equal(coop_exec_find("forbidden", ".:/none", found), -EACCES);
    assert_int_equal(coop_exec_find("none", ".:place:script", found), -ENOENT);
    assert_int_equal(coop_exec_find("", ".", found), -ENOENT);
    assert_int_equal(coop_exec_find("text", ".", found), -ENOEXEC);
    assert_string_equal(found, "./text");
}

static void test_long_names(void **state)
{
    char name[PATH_MAX];
    char found[PATH_MAX];

    (void) state;
    memset(name, 'x', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    assert_int_equal(coop_exec_find(name, "/bin:/usr/bin", found), -ENOENT);
    assert_int_equal(coop_exec_look(name), -ENAMETOOLONG);
    name[0] = '/';
    assert_int_equal(coop_exec_find(name, "/bin", found), -ENAMETOOLONG);
    assert_int_equal(coop_exec_find("./script", "/none", found), 0);
    assert_string_equal(found, "./script");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_look),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_long_names),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
