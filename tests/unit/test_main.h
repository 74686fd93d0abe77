/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What every cmocka program of this directory begins with: the headers that cmocka wants first,
 * and output that automake's TAP driver reads.
 */
#ifndef TEST_MAIN_H
#define TEST_MAIN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Ends a test that cannot be made here. tests/lib/run-cmocka hands the reason to automake. */
#define SKIP_BECAUSE(reason)                                                                       \
    do {                                                                                           \
        print_message("# skipped: %s\n", (reason));                                                \
        skip();                                                                                    \
    } while (0)

/* Runs the tests of an array and gives main() its exit status. */
#define RUN_TESTS(tests)                                                                           \
    (cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests((tests), NULL, NULL))

#endif
