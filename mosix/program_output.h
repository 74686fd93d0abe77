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
 * frees. Blocks until the program has ended, at most limit milliseconds; then it is killed,
 * together with what it started: it leads a process group. What it leaves running when it ends is
 * not waited for. Returns its exit status; PROGRAM_OUTPUT_SIGNAL and the number of the signal that
 * ended it; 0 when somebody else in this process has reaped it; -ETIMEDOUT; or another -errno when
 * it could not be run, with *output NULL.
 */
#define PROGRAM_OUTPUT_SIGNAL 0x100

int program_output(const char *const argv[], long limit, char **output);

/* From now on no program runs: those that print are killed, and calls return -ECANCELED. For
 * handlers of signals in a process that is about to end. */
void program_output_cancel(void);

/* Says how such a call ended: "exit status 3", "signal 11, Segmentation fault" or an error. */
void program_output_end(int result, char *text, size_t size);

/*
 * Says for a message to a user, cut to size, what came of such a call: the first line of output
 * that is not blank, in quotation marks and with blanks for control characters; or where output has
 * none or is NULL, how the call ended.
 */
void program_output_says(const char *output, int result, char *text, size_t size);

#endif
