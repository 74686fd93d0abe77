/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tests of openmpi_places: what module files and ompi_info tell.
 */
#include "test_main.h"

#include <stdlib.h>

#include "openmpi_places.h"

static void expect_module(const char *text, const char *expected)
{
    char *directory = openmpi_module_directory(text);

    if (expected == NULL) {
        assert_null(directory);
    } else {
        assert_non_null(directory);
        assert_string_equal(directory, expected);
    }
    free(directory);
}

static void test_module_files(void **state)
{
    (void) state;
    expect_module("", NULL);
    expect_module("setenv MPI_SYSCONFIG", NULL);
    expect_module("setenv MPI_DIR relative", NULL);
    expect_module("#%Module 1.0\nsetenv\tMPI_BIN /usr/lib64/openmpi/bin\n"
                  "setenv\t\tMPI_SYSCONFIG\t/etc/openmpi-x86_64\n"
                  "setenv MPI_HOME /usr/lib64/openmpi\n",
                  "/etc/openmpi-x86_64");
    expect_module("setenv MPI_DIR /opt/ohpc/pub/mpi/openmpi4-gnu12/4.1.6\n",
                  "/opt/ohpc/pub/mpi/openmpi4-gnu12/4.1.6/etc");
    expect_module("setenv(\"MPI_HOME\", \"/opt/openmpi\")\n", "/opt/openmpi/etc");
    expect_module("setenv MPI_HOME \"/opt/openmpi\"\r\n", "/opt/openmpi/etc");
}

static void expect_info(const char *output, const char *expected)
{
    char *value = openmpi_info_value(output, "path:sysconfdir");

    if (expected == NULL) {
        assert_null(value);
    } else {
        assert_string_equal(value, expected);
    }
    free(value);
}

static void test_info_values(void **state)
{
    (void) state;
    expect_info(NULL, NULL);
    expect_info("", NULL);
    expect_info("path:prefix:/usr\n", NULL);
    expect_info("warning\npath:sysconfdir:/etc/openmpi\nx", "/etc/openmpi");
    expect_info("path:sysconfdir:", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_module_files),
        cmocka_unit_test(test_info_values),
    };

    return RUN_TESTS(tests);
}
