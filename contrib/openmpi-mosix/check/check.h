/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * `openmpi-mosix check`: whether a program runs under MOSIX, and with what.
 * Libc only, but for the messages on standard output and standard error.
 */
#ifndef CHECK_H
#define CHECK_H

/* Runs the command; argv[0] is the word check. Returns the exit status: 0 it runs, 1 it runs with a
 * setting or with limits, 2 it cannot, or wrong usage, 3 not known. */
int check_main(int argc, char **argv);

#endif
