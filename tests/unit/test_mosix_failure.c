/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Errors of send boxes: each one is judged on purpose, and attempts are bounded.
 */
#include "test_main.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "mosix_failure.h"

/* All errors that MOSIX's manuals name or that were seen. */
static const struct {
    int error;
    enum mosix_verdict verdict;
} known[] = {
    {EAGAIN, MOSIX_VERDICT_FULL},       {ENOSPC, MOSIX_VERDICT_FULL},
    {ENETUNREACH, MOSIX_VERDICT_RETRY}, {ECONNREFUSED, MOSIX_VERDICT_RETRY},
    {ECONNRESET, MOSIX_VERDICT_RETRY},  {ETIMEDOUT, MOSIX_VERDICT_RETRY},
    {EIO, MOSIX_VERDICT_RETRY},         {EINTR, MOSIX_VERDICT_RETRY},
    {ESRCH, MOSIX_VERDICT_END},         {EACCES, MOSIX_VERDICT_END},
    {EPERM, MOSIX_VERDICT_END},         {EHOSTUNREACH, MOSIX_VERDICT_GONE},
    {ECONNABORTED, MOSIX_VERDICT_GONE}, {ENOENT, MOSIX_VERDICT_GONE},
    {EMFILE, MOSIX_VERDICT_END},        {ENFILE, MOSIX_VERDICT_END},
    {EMSGSIZE, MOSIX_VERDICT_END},      {ECHILD, MOSIX_VERDICT_END},
};

static void test_unknown_errors_end_the_peer(void **state)
{
    static const int others[] = {0, -1, EINVAL, EFAULT, ENOSYS, EBADF, 4711};

    (void) state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        const struct mosix_failure *row = mosix_failure_find(others[i]);

        assert_int_equal(row->verdict, MOSIX_VERDICT_END);
        assert_non_null(strstr(row->meaning, "unexpected"));
    }
}

static void test_known_errors(void **state)
{
    (void) state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        const struct mosix_failure *row = mosix_failure_find(known[i].error);

        assert_int_equal(row->error, known[i].error);
        assert_int_equal(row->verdict, known[i].verdict);
    }
}

/* A node that seems to be gone gets some seconds, whatever the user's patience. */
static void test_patience(void **state)
{
    (void) state;
    assert_true(mosix_failure_may_pass(ETIMEDOUT));
    assert_true(mosix_failure_may_pass(EHOSTUNREACH));
    assert_false(mosix_failure_may_pass(ENOSPC));
    assert_false(mosix_failure_may_pass(EACCES));
    assert_int_equal(mosix_failure_patience(ETIMEDOUT, 60000), 60000);
    assert_int_equal(mosix_failure_patience(EHOSTUNREACH, 60000), MOSIX_GONE_PATIENCE);
    assert_int_equal(mosix_failure_patience(EHOSTUNREACH, 0), 0);
}

/* The texts are in a help text of Open MPI, whose lines have 80 characters. */
static void test_texts(void **state)
{
    (void) state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        const char *line = mosix_failure_find(known[i].error)->meaning;

        assert_null(strchr(line, '%'));
        while (*line != '\0') {
            size_t length = strcspn(line, "\n");

            assert_in_range(length, 10, 80);
            line += length + (line[length] == '\n');
        }
    }
}

static void expect_attempts(uint32_t start)
{
    struct mosix_retry retry = {0};
    uint32_t now = start;
    int attempts = 0;

    assert_false(mosix_retry_runs(&retry));
    while (mosix_retry_again(&retry, now, 500)) {
        assert_true(mosix_retry_runs(&retry));
        assert_false(mosix_retry_is_due(&retry, now));
        while (!mosix_retry_is_due(&retry, now)) {
            now++;
        }
        attempts++;
    }
    assert_in_range(now - start, 500, 550);
    assert_in_range(attempts, 10, 11);
}

static void test_attempts_end(void **state)
{
    (void) state;
    expect_attempts(1000);
}

static void test_clock_wraps_around(void **state)
{
    (void) state;
    expect_attempts(UINT32_MAX - 499); /* ends at 0 */
    expect_attempts(UINT32_MAX - 200);
    expect_attempts(INT32_MAX - 200u);
}

static void test_no_patience(void **state)
{
    struct mosix_retry retry = {0};

    (void) state;
    assert_false(mosix_retry_again(&retry, 1000, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unknown_errors_end_the_peer),
        cmocka_unit_test(test_known_errors),
        cmocka_unit_test(test_patience),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_attempts_end),
        cmocka_unit_test(test_clock_wraps_around),
        cmocka_unit_test(test_no_patience),
    };

    return RUN_TESTS(tests);
}
