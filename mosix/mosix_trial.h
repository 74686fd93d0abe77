/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether mosrun of MOSIX 4 can start anything on this node. Two mistakes in setting up a node let
 * every start fail [real]: a kernel from 6.1 on that was not booted with vdso=0 ("MOSRUN: Error
 * #96"), and a mosrun that is not setuid root ("Not Super-User"). Libc only.
 */
#ifndef MOSIX_TRIAL_H
#define MOSIX_TRIAL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Whether one of them can be the case here, so that a trial is worth its time: looks at this
 * kernel's release, at this process's own vDSO and user, and at the mode of mosrun.
 */
bool mosix_trial_is_due(const char *mosrun);

enum mosix_trial {
    MOSIX_TRIAL_STARTS,     /* MOSIX got as far as the program */
    MOSIX_TRIAL_NO_SETUID,  /* mosrun is not setuid root */
    MOSIX_TRIAL_NEEDS_VDSO, /* error 96: the kernel was not booted with vdso=0 */
    MOSIX_TRIAL_HANGS,      /* it did not come back in time */
    MOSIX_TRIAL_FAILS       /* anything else; mosrun itself may be no program */
};

/*
 * Makes mosrun (a path) start a program that does nothing; blocks until it ends, at most 20 s.
 * said gets what program_output_says() makes of it.
 */
enum mosix_trial mosix_trial_run(const char *mosrun, char *said, size_t size);

/* What a trial with that output and that result of program_output() says. */
enum mosix_trial mosix_trial_judge(const char *output, int result);

#endif
