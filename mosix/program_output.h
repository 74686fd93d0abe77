/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Runs a program and takes what it prints. Libc only.
 */
#ifndef PROGRAM_OUTPUT_H
#define PROGRAM_OUTPUT_H

#include <stddef.h>

/*
 * Runs argv[0] (a path; argv ends with NULL) without input and with this process's environment, and
 * collects standard output and standard error, at most 4 MiB of them, in *output, which the caller
 * frees. Blocks until the program has ended, at most limit milliseconds; then it is killed.
 * Returns its exit status; 0 as well when somebody else in this process has reaped it; -ETIMEDOUT;
 * -EINTR when a signal ended it; or another -errno. *output is NULL when it could not be run.
 */
int program_output(const char *const argv[], long limit, char **output);

/*
 * Copies the first line of output that is not blank, cut to size, for a message to a user: control
 * characters become blanks. output may be NULL; line is "" then.
 */
void program_output_line(const char *output, char *line, size_t size);

#endif
