/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * `openmpi-mosix explain`: what a line of mosrun, or a system call, means.
 * Libc only, but for the messages on standard output and standard error.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

/* Runs the command; argv[0] is the word explain. Returns the exit status: 0 something was
 * explained, 1 nothing was found to explain, 2 wrong usage. */
int explain_main(int argc, char **argv);

#endif
