/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What keeps a program from running under mosrun, and how it is said.
 */
#include "test_main.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mosrun_obstacle.h"
#include "own_library.h"

static const struct mosrun_present nothing;

static void expect_text(const struct mosrun_obstacle *obstacle, const char *part)
{
    char text[PATH_MAX + 200];

    mosrun_obstacle_explain(obstacle, text, sizeof(text));
    if (strstr(text, part) == NULL) {
        fail_msg("\"%s\" is not in \"%s\"", part, text);
    }
    assert_true(strlen(mosrun_obstacle_remedy(obstacle)) > 0);
}

static void test_no_allocator_needed(void **state)
{
    struct mosrun_obstacle obstacle;
    char allocator[PATH_MAX];

    (void) state;
    assert_int_equal(mosrun_obstacle_allocator("auto", "2.31", &nothing, allocator, &obstacle), 0);
    assert_string_equal(allocator, "");
    assert_int_equal(mosrun_obstacle_allocator("none", "2.36", &nothing, allocator, &obstacle), 0);
    assert_string_equal(allocator, "");
    assert_int_equal(mosrun_obstacle_allocator("", "2.36", &nothing, allocator, &obstacle), 0);
    assert_string_equal(allocator, "");
    assert_int_equal(obstacle.kind, MOSRUN_OBSTACLE_NONE);
}

/* The user preloads one, in whatever way; this machine need not have any. */
static void test_allocator_of_the_user(void **state)
{
    char directory[] = "/tmp/test_mosrun_obstacle.XXXXXX";
    char path[100];
    const struct mosrun_present present[] = {
        {.setting = path},
        {.ld_preload = path},
        {.ld_preload = "libtcmalloc_minimal.so.4", .library_path = directory},
    };
    struct mosrun_obstacle obstacle;
    char allocator[PATH_MAX];

    (void) state;
    assert_non_null(mkdtemp(directory));
    snprintf(path, sizeof(path), "%s/libtcmalloc_minimal.so.4", directory);
    assert_int_equal(symlink(own_library(), path), 0);
    for (size_t i = 0; i < sizeof(present) / sizeof(present[0]); i++) {
        assert_int_equal(
            mosrun_obstacle_allocator("auto", "2.36", &present[i], allocator, &obstacle), 0);
        assert_string_equal(allocator, "");
        assert_int_equal(obstacle.kind, MOSRUN_OBSTACLE_NONE);
    }
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(directory), 0);
    for (size_t i = 0; i < 2; i++) {
        int result = mosrun_obstacle_allocator("auto", "2.36", &present[i], allocator, &obstacle);

        assert_true(result == -ENOENT || allocator[0] != '\0');
    }
}

/* Whether this machine has one of them or not. */
static void test_allocator_found_or_missed(void **state)
{
    struct mosrun_obstacle obstacle;
    char allocator[PATH_MAX];
    int result = mosrun_obstacle_allocator("auto", "2.36", &nothing, allocator, &obstacle);

    (void) state;
    if (result == 0) {
        assert_int_equal(program_file_check_library(allocator), 0);
        assert_int_equal(obstacle.kind, MOSRUN_OBSTACLE_NONE);
    } else {
        assert_int_equal(result, -ENOENT);
        assert_string_equal(allocator, "");
        assert_int_equal(obstacle.kind, MOSRUN_OBSTACLE_NO_ALLOCATOR);
        expect_text(&obstacle, "glibc 2.36 needs");
    }
}

static void test_named_allocator(void **state)
{
    char longest[PATH_MAX + 10];
    struct mosrun_obstacle obstacle;
    char allocator[PATH_MAX];

    (void) state;
    assert_int_equal(
        mosrun_obstacle_allocator(own_library(), "2.31", &nothing, allocator, &obstacle), 0);
    assert_string_equal(allocator, own_library());
    assert_int_equal(mosrun_obstacle_allocator("/none.so", "2.36", &nothing, allocator, &obstacle),
                     -ENOENT);
    assert_string_equal(allocator, "");
    assert_int_equal(obstacle.kind, MOSRUN_OBSTACLE_BAD_ALLOCATOR);
    expect_text(&obstacle, "/none.so cannot be preloaded");
    expect_text(&obstacle, "No such file");
    assert_int_equal(
        mosrun_obstacle_allocator("/etc/passwd", "2.36", &nothing, allocator, &obstacle), -ENOEXEC);
    expect_text(&obstacle, "not a library for this node's architecture");
    memset(longest, '/', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    assert_int_equal(mosrun_obstacle_allocator(longest, "2.36", &nothing, allocator, &obstacle),
                     -ENAMETOOLONG);
}

static void test_programs(void **state)
{
    static const struct {
        enum program_kind kind;
        const char *part;
    } cases[] = {
        {PROGRAM_STATIC, "/x/prog is linked statically"},
        {PROGRAM_SECURE, "/x/prog is setuid"},
        {PROGRAM_FOREIGN, "/x/prog is made for another architecture"},
    };
    struct program_file file = {.kind = PROGRAM_DYNAMIC, .path = "/x/prog"};
    struct mosrun_obstacle obstacle;

    (void) state;
    assert_int_equal(mosrun_obstacle_program(&file, &obstacle), 0);
    file.kind = PROGRAM_NONE;
    assert_int_equal(mosrun_obstacle_program(&file, &obstacle), -ENOEXEC);
    assert_int_equal(obstacle.kind, MOSRUN_OBSTACLE_FORMAT);
    file.kind = PROGRAM_UNKNOWN;
    assert_int_equal(mosrun_obstacle_program(&file, &obstacle), 0);
    assert_int_equal(obstacle.kind, MOSRUN_OBSTACLE_NONE);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        file.kind = cases[i].kind;
        assert_int_equal(mosrun_obstacle_program(&file, &obstacle), -ENOEXEC);
        expect_text(&obstacle, cases[i].part);
    }
}

static void test_tools_and_sanitizers(void **state)
{
    struct program_file file = {.kind = PROGRAM_DYNAMIC, .path = "/x/prog"};
    struct mosrun_obstacle obstacle;

    (void) state;
    assert_int_equal(mosrun_obstacle_tool((char *const[]){"./a", NULL}, &obstacle), 0);
    assert_int_equal(obstacle.kind, MOSRUN_OBSTACLE_NONE);
    assert_int_equal(mosrun_obstacle_tool((char *const[]){"gdb", "./a", NULL}, &obstacle), -EPERM);
    assert_int_equal(obstacle.kind, MOSRUN_OBSTACLE_TOOL);
    expect_text(&obstacle, "gdb needs ptrace()");
    assert_int_equal(mosrun_obstacle_threads(&file, &obstacle), 0);
    assert_int_equal(obstacle.kind, MOSRUN_OBSTACLE_NONE);
    file.sanitizer = "AddressSanitizer";
    assert_int_equal(mosrun_obstacle_threads(&file, &obstacle), -ENOTSUP);
    assert_int_equal(obstacle.kind, MOSRUN_OBSTACLE_SANITIZER);
    expect_text(&obstacle, "/x/prog is built with AddressSanitizer");
    file.sanitizer = NULL;
    file.language = "Java";
    assert_int_equal(mosrun_obstacle_threads(&file, &obstacle), -ENOTSUP);
    assert_int_equal(obstacle.kind, MOSRUN_OBSTACLE_RUNTIME);
    expect_text(&obstacle, "/x/prog runs programs of Java");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_allocator_needed),
        cmocka_unit_test(test_allocator_of_the_user),
        cmocka_unit_test(test_allocator_found_or_missed),
        cmocka_unit_test(test_named_allocator),
        cmocka_unit_test(test_programs),
        cmocka_unit_test(test_tools_and_sanitizers),
    };

    return RUN_TESTS(tests);
}
