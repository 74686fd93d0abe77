/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Judging files: programs, scripts and what is neither.
 */
#include "test_main.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "own_library.h"
#include "program_file.h"

static char directory[] = "/tmp/test_program_file.XXXXXX";
static char own[PATH_MAX];

static int setup(void **state)
{
    ssize_t size = readlink("/proc/self/exe", own, sizeof(own) - 1);

    (void) state;
    return size > 0 && mkdtemp(directory) != NULL ? 0 : -1;
}

static int teardown(void **state)
{
    char command[100];

    (void) state;
    snprintf(command, sizeof(command), "rm -r '%s'", directory);
    return system(command);
}

static const char *put(const char *name, const char *text)
{
    static char path[200];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", directory, name);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return path;
}

static struct program_file judge(const char *path, const char *from)
{
    struct program_file file;

    program_file_judge(path, from, &file);
    return file;
}

static void test_programs(void **state)
{
    struct program_file file = judge(own, NULL);

    (void) state;
    assert_int_equal(file.kind, PROGRAM_DYNAMIC);
    assert_string_equal(file.path, own);
    file = judge("bin/sh", "/");
    assert_int_equal(file.kind, PROGRAM_DYNAMIC);
    assert_int_equal(judge("bin/sh", "/no/such/directory").kind, PROGRAM_UNKNOWN);
    assert_int_equal(judge("/no/such/program", NULL).kind, PROGRAM_UNKNOWN);
    assert_int_equal(judge("/", NULL).kind, PROGRAM_UNKNOWN);
}

static void test_rights(void **state)
{
    char command[2 * PATH_MAX];
    char copy[200];

    (void) state;
    snprintf(copy, sizeof(copy), "%s/copy", directory);
    snprintf(command, sizeof(command), "cp '%s' '%s'", own, copy);
    assert_int_equal(system(command), 0);
    assert_false(judge(copy, NULL).secure_for_others);
    assert_int_equal(chmod(copy, 04755), 0);
    assert_int_equal(judge(copy, NULL).kind, PROGRAM_DYNAMIC);
    assert_true(judge(copy, NULL).secure_for_others);
    if (geteuid() != 0) {
        SKIP_BECAUSE("only root may give a file away");
    }
    assert_int_equal(chown(copy, 1, 1), 0);
    assert_int_equal(chmod(copy, 0755), 0);
    assert_int_equal(judge(copy, NULL).kind, PROGRAM_DYNAMIC);
    assert_int_equal(chmod(copy, 04755), 0);
    assert_int_equal(judge(copy, NULL).kind, PROGRAM_SECURE);
    assert_int_equal(chmod(copy, 02755), 0);
    assert_int_equal(judge(copy, NULL).kind, PROGRAM_SECURE);
    assert_int_equal(chmod(copy, 02745), 0);
    assert_int_equal(judge(copy, NULL).kind, PROGRAM_DYNAMIC);
}

static void test_scripts(void **state)
{
    struct program_file file;
    char text[300];

    (void) state;
    file = judge(put("script", "#! /bin/sh -e\necho\n"), NULL);
    assert_int_equal(file.kind, PROGRAM_DYNAMIC);
    assert_string_equal(file.path, "/bin/sh");
    snprintf(text, sizeof(text), "#!%s/script\n", directory);
    file = judge(put("outer", text), NULL);
    assert_int_equal(file.kind, PROGRAM_DYNAMIC);
    assert_string_equal(file.path, "/bin/sh");
    /* As far as the kernel goes, and no further. */
    snprintf(text, sizeof(text), "#!%s/self\n", directory);
    assert_int_equal(judge(put("self", text), NULL).kind, PROGRAM_UNKNOWN);
    assert_int_equal(judge(put("plain", "echo no line\n"), NULL).kind, PROGRAM_NONE);
    assert_int_equal(judge(put("gone", "#!/no/such/shell\n"), NULL).kind, PROGRAM_UNKNOWN);
    assert_int_equal(judge(put("none", "#!  \n"), NULL).kind, PROGRAM_NONE);
    assert_int_equal(judge(put("empty", ""), NULL).kind, PROGRAM_NONE);
}

static void test_interpreter(void **state)
{
    char interpreter[PATH_MAX] = "";

    (void) state;
    assert_int_equal(
        program_file_interpreter(AT_FDCWD, put("tab", "#!\t/bin/awk\t-f\n"), interpreter), 0);
    assert_string_equal(interpreter, "/bin/awk");
    assert_int_equal(program_file_interpreter(AT_FDCWD, put("bare", "#!/bin/x"), interpreter), 0);
    assert_string_equal(interpreter, "/bin/x");
    assert_int_equal(program_file_interpreter(AT_FDCWD, put("no", "#"), interpreter), -ENOENT);
    assert_int_equal(program_file_interpreter(AT_FDCWD, put("no", "#!\n"), interpreter), -ENOEXEC);
    assert_int_equal(program_file_interpreter(AT_FDCWD, "/no/such", interpreter), -ENOENT);
}

/* Byte 18 of an ELF header is the machine. */
static void test_other_architecture(void **state)
{
    char command[2 * PATH_MAX];

    (void) state;
    snprintf(
        command, sizeof(command),
        "cp '%s' '%s/foreign' && printf '\\267' | dd of='%s/foreign' bs=1 seek=18 conv=notrunc "
        "status=none",
        own, directory, directory);
    assert_int_equal(system(command), 0);
    snprintf(command, sizeof(command), "%s/foreign", directory);
    assert_int_equal(judge(command, NULL).kind, PROGRAM_FOREIGN);
    assert_int_equal(program_file_check_library(command), -ENOEXEC);
}

static void test_libraries(void **state)
{
    char command[2 * PATH_MAX];

    (void) state;
    assert_int_equal(program_file_check_library("/no/such.so"), -ENOENT);
    assert_int_equal(program_file_check_library("/"), -ENOEXEC);
    assert_int_equal(program_file_check_library(put("text.so", "text")), -ENOEXEC);
    assert_int_equal(program_file_check_library(own_library()), 0);
    assert_int_equal(program_file_check_library(own), -ENOEXEC);
    snprintf(command, sizeof(command), "head -c 8192 '%s' >'%s/cut.so'", own_library(), directory);
    assert_int_equal(system(command), 0);
    snprintf(command, sizeof(command), "%s/cut.so", directory);
    assert_int_equal(program_file_check_library(command), -ENODATA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_programs),  cmocka_unit_test(test_rights),
        cmocka_unit_test(test_scripts),   cmocka_unit_test(test_interpreter),
        cmocka_unit_test(test_libraries), cmocka_unit_test(test_other_architecture),
    };

    return cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests(tests, setup, teardown);
}
