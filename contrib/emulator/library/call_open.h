/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The system call open(2), number 2: the only one by which programs reach MOSIX 4 [real]. The C
 * library's open() is another call, openat, which MOSIX 4 does not answer; the emulator answers it
 * as the manual of 2009 says (intercept_open.h).
 */
#ifndef MOSIX_EMULATOR_CALL_OPEN_H
#define MOSIX_EMULATOR_CALL_OPEN_H

/*
 * Answers open(2) in a process under mosrun. Paths of MOSIX may have several slashes instead of one
 * [real]; all other paths go to the kernel. Returns what the system call gives: a descriptor, the
 * value of a switch, which may be negative, or -errno. Async-signal-safe, except against itself.
 */
long call_open(const char *path, int flags, unsigned int mode);

#endif
