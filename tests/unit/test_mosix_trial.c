/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a trial of mosrun says about a node. The outputs are those that MOSIX 4.4.3 gave [real].
 */
#include "test_main.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mosix_trial.h"

static void test_judgement(void **state)
{
    (void) state;
    assert_int_equal(mosix_trial_judge("", 0), 0);
    assert_int_equal(mosix_trial_judge("MOSRUN: Error #96\n", 1), -ENOEXEC);
    assert_int_equal(mosix_trial_judge("Not Super-User\n", 1), -EPERM);
    assert_int_equal(mosix_trial_judge("MOSRUN: Error #961\n", 1), -EIO);
    assert_int_equal(mosix_trial_judge("MOSRUN: Error 220, Function not implemented\n", 1), -EIO);
    assert_int_equal(mosix_trial_judge("", 1), -EIO);
    /* The program started; a C library of today needs help that a trial does not give. */
    assert_int_equal(mosix_trial_judge("MOSRUN: illegal system call #334\n", 1), 0);
    assert_int_equal(
        mosix_trial_judge("MOSRUN: system-call 'prlimit64' not supported under MOSIX\n", 1), 0);
}

static void expect_trial(const char *script, int result, const char *said)
{
    char path[] = "/tmp/test_mosix_trial.XXXXXX";
    char text[64];
    int fd = mkstemp(path);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;

    assert_non_null(file);
    assert_true(fprintf(file, "#!/bin/sh\n%s\n", script) > 0);
    assert_int_equal(fchmod(fd, 0755), 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(mosix_trial_run(path, text, sizeof(text)), result);
    assert_string_equal(text, said);
    unlink(path);
}

static void test_runs(void **state)
{
    char text[64];

    (void) state;
    expect_trial("[ \"$1 $2\" = '-e -h' ] && exec \"$3\"", 0, "");
    expect_trial("echo 'MOSRUN: Error #96' >&2; exit 1", -ENOEXEC, "MOSRUN: Error #96");
    expect_trial("printf '\\n\\ta\\033b\\n'; exit 3", -EIO, "a b");
    assert_int_equal(mosix_trial_run("/no/such/mosrun", text, sizeof(text)), -ENOENT);
    assert_string_equal(text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_judgement),
        cmocka_unit_test(test_runs),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
