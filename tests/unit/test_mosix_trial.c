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
    assert_int_equal(mosix_trial_judge("", 0), MOSIX_TRIAL_STARTS);
    assert_int_equal(mosix_trial_judge("MOSRUN: Error #96\n", 1), MOSIX_TRIAL_NEEDS_VDSO);
    assert_int_equal(mosix_trial_judge("Not Super-User\n", 1), MOSIX_TRIAL_NO_SETUID);
    assert_int_equal(mosix_trial_judge("MOSRUN: Error #961\n", 1), MOSIX_TRIAL_FAILS);
    assert_int_equal(mosix_trial_judge("MOSRUN: Error 220, Function not implemented\n", 1),
                     MOSIX_TRIAL_FAILS);
    assert_int_equal(mosix_trial_judge("", 1), MOSIX_TRIAL_FAILS);
    assert_int_equal(mosix_trial_judge("", -ENOEXEC), MOSIX_TRIAL_FAILS);
    assert_int_equal(mosix_trial_judge("MOSRUN: Error #96\n", -ETIMEDOUT), MOSIX_TRIAL_HANGS);
    /* The program started; a C library of today needs help that a trial does not give. */
    assert_int_equal(mosix_trial_judge("MOSRUN: illegal system call #334\n", 1),
                     MOSIX_TRIAL_STARTS);
    assert_int_equal(
        mosix_trial_judge("MOSRUN: system-call 'prlimit64' not supported under MOSIX\n", 1),
        MOSIX_TRIAL_STARTS);
}

/* program: the text of mosrun. */
static void expect_trial(const char *program, enum mosix_trial result, const char *said)
{
    char path[] = "/tmp/test_mosix_trial.XXXXXX";
    char text[64];
    int fd = mkstemp(path);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;

    assert_non_null(file);
    assert_true(fputs(program, file) >= 0);
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
    expect_trial("#!/bin/sh\n[ \"$1 $2\" = '-e -h' ] && [ \"$3\" = -L ] && exec \"$4\"\n",
                 MOSIX_TRIAL_STARTS, "it printed nothing (exit status 0)");
    expect_trial("#!/bin/sh\necho 'MOSRUN: Error #96' >&2; exit 1\n", MOSIX_TRIAL_NEEDS_VDSO,
                 "\"MOSRUN: Error #96\"");
    expect_trial("#!/bin/sh\nprintf '\\n\\ta\\033b\\n'; exit 3\n", MOSIX_TRIAL_FAILS, "\"a b\"");
    assert_int_equal(mosix_trial_run("/no/such/mosrun", text, sizeof(text)), MOSIX_TRIAL_FAILS);
}

/* A mosrun that is no program at all says nothing about the kernel. */
static void test_broken_mosrun(void **state)
{
    (void) state;
    expect_trial("", MOSIX_TRIAL_FAILS, "it cannot be run: Exec format error");
    expect_trial("\177ELF of another architecture", MOSIX_TRIAL_FAILS,
                 "it cannot be run: Exec format error");
    expect_trial("#!/bin/sh\nkill -SEGV $$\n", MOSIX_TRIAL_FAILS,
                 "it printed nothing (signal 11, Segmentation fault)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_judgement),
        cmocka_unit_test(test_runs),
        cmocka_unit_test(test_broken_mosrun),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
