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

/*
 * Makes mosrun (a path) start a program that does nothing; blocks until it ends, at most 20 s.
 * Returns 0 when MOSIX got as far as the program; -EPERM when mosrun is not setuid root; -ENOEXEC
 * after error 96; -EIO after any other error of mosrun's own; or another -errno when mosrun could
 * not be run. said gets mosrun's first line, or "".
 */
int mosix_trial_run(const char *mosrun, char *said, size_t size);

/* What a trial with that output and exit status says; the results are those above. */
int mosix_trial_judge(const char *output, int status);

#endif
