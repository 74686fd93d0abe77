/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Programs that are run for what they print: those that print, that hang, that are not there, and
 * whose end somebody else has waited for.
 */
#include "test_main.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

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
    expect("kill -9 $$", LIMIT, PROGRAM_OUTPUT_SIGNAL + SIGKILL, "");
}

static void test_limit(void **state)
{
    (void) state;
    expect("echo early; exec sleep 60", 200, -ETIMEDOUT, "early\n");
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

/* Whether that process runs; one whose adoptive parent has not waited for it yet does not. */
static bool runs(pid_t pid)
{
    char path[64];
    char state = 'Z';
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/stat", (int) pid);
    file = fopen(path, "r");
    if (file != NULL) {
        (void) fscanf(file, "%*d (%*[^)]) %c", &state);
        fclose(file);
    }
    return state != 'Z' && state != 'X';
}

/* Whether the process whose PID the output tells has ended; ends it. */
static bool has_ended(const char *output)
{
    pid_t pid = (pid_t) strtol(output, NULL, 10);

    assert_true(pid > 1);
    for (int i = 0; i < 10 && runs(pid); i++) {
        usleep(20000);
    }
    if (!runs(pid)) {
        return true;
    }
    (void) kill(pid, SIGKILL);
    return false;
}

static char *run_script(const char *line, long limit, int expected)
{
    const char *const argv[] = {"/bin/sh", "-c", line, NULL};
    char *output;

    assert_int_equal(program_output(argv, limit, &output), expected);
    assert_non_null(output);
    return output;
}

static void test_limit_ends_the_whole_family(void **state)
{
    char *output = run_script("sleep 60 & echo $!; wait", 300, -ETIMEDOUT);

    (void) state;
    assert_true(has_ended(output));
    free(output);
    /* One that prints nothing more is not waited for without a limit either. */
    expect("exec >&- 2>&-; sleep 60", 200, -ETIMEDOUT, "");
}

static void test_what_is_left_running_is_not_waited_for(void **state)
{
    double start = now();
    char *output = run_script("sleep 60 & echo $!; exit 3", LIMIT, 3);

    (void) state;
    assert_true(now() - start < 2);
    assert_false(has_ended(output));
    free(output);
}

static void expect_says(const char *output, int result, size_t size, const char *expected)
{
    char text[100];

    program_output_says(output, result, text, size);
    assert_string_equal(text, expected);
}

static void test_what_a_user_is_told(void **state)
{
    (void) state;
    expect_says("\n \tfirst\033 line\nsecond\n", 3, 100, "\"first  line\"");
    expect_says("\r\nfirst\r\nsecond\r\n", 3, 100, "\"first\"");
    expect_says("12345678", 0, 11, "\"12345678\"");
    expect_says("123456789", 0, 11, "\"12345678\"");
    expect_says("\n", 3, 100, "it printed nothing (exit status 3)");
    expect_says("", PROGRAM_OUTPUT_SIGNAL + SIGSEGV, 100,
                "it printed nothing (signal 11, Segmentation fault)");
    expect_says("", -ETIMEDOUT, 100, "it took too long and was killed");
    expect_says(NULL, -ENOEXEC, 100, "it cannot be run: Exec format error");
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
    expect("kill -USR1 $$; echo alive", LIMIT, PROGRAM_OUTPUT_SIGNAL + SIGUSR1, "");
    expect("kill -TERM $$; echo alive", LIMIT, PROGRAM_OUTPUT_SIGNAL + SIGTERM, "");
    assert_true(signal(SIGTERM, SIG_DFL) != SIG_ERR);
    assert_int_equal(sigprocmask(SIG_UNBLOCK, &usr1, NULL), 0);
}

static void on_alarm(int signal)
{
    (void) signal;
    program_output_cancel();
}

/* The last test, because nothing runs after that. */
static void test_cancelled(void **state)
{
    (void) state;
    assert_true(signal(SIGALRM, on_alarm) != SIG_ERR);
    (void) alarm(1);
    expect("echo began; exec sleep 60", LIMIT, -ECANCELED, "began\n");
    expect("echo no", LIMIT, -ECANCELED, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_output_and_status),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_limit_ends_the_whole_family),
        cmocka_unit_test(test_what_is_left_running_is_not_waited_for),
        cmocka_unit_test(test_what_a_user_is_told),
        cmocka_unit_test(test_missing),
        cmocka_unit_test(test_reaped_by_somebody_else),
        cmocka_unit_test(test_signals_are_reset),
        cmocka_unit_test(test_cancelled),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
