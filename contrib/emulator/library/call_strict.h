/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System calls that MOSIX 4 answers otherwise than the kernel, for reasons that a filter cannot
 * see: they are in the program's memory, or about its files. All of it is [real] unless a comment
 * says otherwise. Libc only.
 */
#ifndef MOSIX_EMULATOR_CALL_STRICT_H
#define MOSIX_EMULATOR_CALL_STRICT_H

#include <stdbool.h>

/*
 * Whether MOSIX 4 refuses the call NUMBER with ARGUMENTS. Then ERROR is the -errno. Reads what the
 * arguments point to, as the call itself would. Async-signal-safe.
 */
bool call_strict_refuses(long number, const long arguments[6], long *error);

#endif
