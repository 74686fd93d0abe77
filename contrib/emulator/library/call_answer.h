/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System calls as such, made by syscall() or by a bare instruction: those that reach MOSIX.
 */
#ifndef MOSIX_EMULATOR_CALL_ANSWER_H
#define MOSIX_EMULATOR_CALL_ANSWER_H

#include <stdbool.h>

/*
 * Whether the emulator answers the call NUMBER with ARGUMENTS, in a process under mosrun: open(2)
 * and creat(2), and what boxes take. Then ANSWER is what the system call gives, errors as -errno.
 * Async-signal-safe, except against itself.
 */
bool call_answer(long number, const long arguments[6], long *answer);

#endif
