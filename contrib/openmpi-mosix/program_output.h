/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Runs a program and takes what it prints.
 * PURE: libc only.
 */
#ifndef PROGRAM_OUTPUT_H
#define PROGRAM_OUTPUT_H

/*
 * Runs argv[0] (a path; argv ends with NULL) without input and with the settings of this process's
 * environment, and collects standard output and standard error in *output, to be freed by the
 * caller. Blocks until the program has ended, at most 20 s; it is killed then.
 * Returns its exit status, or -errno; *output is NULL when it could not be run.
 */
int program_output(const char *const argv[], char **output);

#endif
