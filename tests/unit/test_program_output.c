/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Programs that are run for what they print: those that print, that hang, that are not there, and
 * whose end somebody else has waited for.
 */
#include "test_main.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

#include "program_output.h"

#define LIMIT 5000

/* Runs a line of shell and expects that result; what it prints is text (NULL: anything). */
static void expect(const char *line, long limit, int result, const char *text)
{
    const char *const argv[] = {"/bin/sh", "-c", line, NULL};
    char *output;

    assert_int_equal(program_output(argv, limit, &output), result);
    if (text != NULL) {
        assert_non_null(output);
        assert_string_equal(output, text);
    }
    free(output);
}

static void test_output_and_status(void **state)
{
    (void) state;
    expect("echo out; echo err >&2", LIMIT, 0, "out\nerr\n");
    expect("exit 7", LIMIT, 7, "");
    expect("read line && echo \"$line\"", LIMIT, 1, "");
    expect("kill -9 $$", LIMIT, -EINTR, "");
}

static void test_limit(void **state)
{
    (void) state;
    expect("echo early; exec sleep 60", 200, -ETIMEDOUT, "early\n");
}

static void test_missing(void **state)
{
    const char *const argv[] = {"/no/such/program", NULL};
    char *output = NULL;

    (void) state;
    assert_int_equal(program_output(argv, LIMIT, &output), -ENOENT);
    assert_null(output);
}

/* A daemon that reaps all children may be faster. */
static void test_reaped_by_somebody_else(void **state)
{
    (void) state;
    assert_true(signal(SIGCHLD, SIG_IGN) != SIG_ERR);
    expect("echo seen; exit 3", LIMIT, 0, "seen\n");
    assert_true(signal(SIGCHLD, SIG_DFL) != SIG_ERR);
}

/* What this process ignores or blocks must not affect the program. */
static void test_signals_are_reset(void **state)
{
    sigset_t usr1;

    (void) state;
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    assert_int_equal(sigprocmask(SIG_BLOCK, &usr1, NULL), 0);
    assert_true(signal(SIGTERM, SIG_IGN) != SIG_ERR);
    expect("kill -USR1 $$; echo alive", LIMIT, -EINTR, "");
    expect("kill -TERM $$; echo alive", LIMIT, -EINTR, "");
    assert_true(signal(SIGTERM, SIG_DFL) != SIG_ERR);
    assert_int_equal(sigprocmask(SIG_UNBLOCK, &usr1, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_output_and_status),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_missing),
        cmocka_unit_test(test_reaped_by_somebody_else),
        cmocka_unit_test(test_signals_are_reset),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
