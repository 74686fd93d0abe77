/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the file of a program tells: whether it can be executed, and under mosrun. Libc only.
 */
#ifndef CHECK_PROGRAM_H
#define CHECK_PROGRAM_H

#include <limits.h>

#include "check_finding.h"

/*
 * path  the program as found
 * file  the same, or of a script its interpreter; "" when there is nothing to look at
 */
struct check_program {
    char path[PATH_MAX];
    char file[PATH_MAX];
};

/* Finds and judges the program of a command, which ends with NULL, in this process's environment.
 */
void check_program(char *const *command, struct check_program *program,
                   struct check_findings *findings);

#endif
