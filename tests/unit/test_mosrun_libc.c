/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a C library needs under MOSIX 4, and where another malloc is found.
 */
#include "test_main.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mosrun_libc.h"
#include "own_library.h"

static void put_library(const char *directory, const char *name)
{
    char command[300];

    snprintf(command, sizeof(command), "cp '%s' '%s/%s'", own_library(), directory, name);
    assert_int_equal(system(command), 0);
}

static void put_text(const char *directory, const char *name)
{
    char path[200];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", directory, name);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs("no library\n", file);
    fclose(file);
}

static void test_finding(void **state)
{
    char directory[] = "/tmp/test_mosrun_libc.XXXXXX";
    char list[200];
    char found[PATH_MAX];
    char command[100];

    (void) state;
    assert_non_null(mkdtemp(directory));
    snprintf(list, sizeof(list), "/no/such:%s", directory);
    assert_int_equal(mosrun_allocator_find(list, found), -ENOENT);
    assert_string_equal(found, "");
    put_library(directory, "libmimalloc.so.2");
    put_text(directory, "libjemalloc.so.2");
    assert_int_equal(mosrun_allocator_find(list, found), -ENOENT);
    put_library(directory, "libtcmalloc_minimal.so.4");
    assert_int_equal(mosrun_allocator_find(list, found), 0);
    assert_non_null(strstr(found, "/libtcmalloc_minimal.so.4"));
    put_library(directory, "libjemalloc.so.2");
    assert_int_equal(mosrun_allocator_find(list, found), 0);
    assert_non_null(strstr(found, "/libjemalloc.so.2"));
    snprintf(command, sizeof(command), "rm -r '%s'", directory);
    assert_int_equal(system(command), 0);
}

static void expect_listed(bool expected, const char *directories, const char *format, ...)
{
    char list[400];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(list, sizeof(list), format, arguments);
    va_end(arguments);
    if (mosrun_allocator_listed(list, directories) != expected) {
        fail_msg("\"%s\" is %s", list, expected ? "not listed" : "listed");
    }
}

static void test_listed(void **state)
{
    char directory[] = "/tmp/test_mosrun_libc.XXXXXX";
    char command[100];

    (void) state;
    assert_non_null(mkdtemp(directory));
    put_library(directory, "libjemalloc.so.2");
    put_library(directory, "libtcmalloc_minimal.so.4");
    put_library(directory, "libjemalloc.so.22");
    assert_false(mosrun_allocator_listed(NULL, directory));
    expect_listed(false, directory, "%s", "");
    expect_listed(false, directory, "/a.so:libm.so.6");
    expect_listed(false, directory, "%s/libjemalloc.so.22:jemalloc.so.2", directory);
    expect_listed(true, NULL, "%s/libjemalloc.so.2", directory);
    expect_listed(true, NULL, "/a.so %s/libtcmalloc_minimal.so.4", directory);
    expect_listed(true, NULL, ":%s/libjemalloc.so.2:/b.so", directory);
    expect_listed(true, directory, "libtcmalloc_minimal.so.4");
    snprintf(command, sizeof(command), "rm -r '%s'", directory);
    assert_int_equal(system(command), 0);
}

/* The loader ignores what it cannot preload, so glibc's malloc would be left. */
static void test_listed_but_not_there(void **state)
{
    char directory[] = "/tmp/test_mosrun_libc.XXXXXX";
    char longest[PATH_MAX + 50];
    char command[100];

    (void) state;
    assert_non_null(mkdtemp(directory));
    put_text(directory, "libjemalloc.so.2");
    expect_listed(false, NULL, "%s/libtcmalloc_minimal.so.4", directory);
    expect_listed(false, NULL, "%s/libjemalloc.so.2", directory);
    expect_listed(false, NULL, "./libjemalloc.so.2:$ORIGIN/libjemalloc.so.2");
    memset(longest, 'x', sizeof(longest));
    longest[0] = '/';
    strcpy(longest + sizeof(longest) - 18, "/libjemalloc.so.2");
    assert_false(mosrun_allocator_listed(longest, NULL));
    snprintf(command, sizeof(command), "rm -r '%s'", directory);
    assert_int_equal(system(command), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finding),
        cmocka_unit_test(test_listed),
        cmocka_unit_test(test_listed_but_not_there),
    };

    return RUN_TESTS(tests);
}
