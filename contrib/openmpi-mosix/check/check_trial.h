/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A trial: the program as the one rank of a job under mosrun on this node. Libc only.
 */
#ifndef CHECK_TRIAL_H
#define CHECK_TRIAL_H

#include "check_finding.h"

/*
 * Runs path with the arguments of command behind its first word, for at most that many seconds, and
 * adds what came of it. Blocks.
 */
void check_trial(const char *path, char *const *command, long limit,
                 struct check_findings *findings);

/* What a run of the program at path with that output and that result of program_output() shows; in
 * it mosrun said which calls it refused (option -w). */
void check_trial_judge(const char *path, const char *output, int result, long limit,
                       struct check_findings *findings);

#endif
