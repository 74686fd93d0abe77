/* SPDX-License-Identifier: BSD-3-Clause */
/* Becoming the program: its environment, directory, limits and filter, and the exec. */
#ifndef MOSIX_EMULATOR_RUN_PROGRAM_H
#define MOSIX_EMULATOR_RUN_PROGRAM_H

#include "run_start.h"

/* mosrun's own refusal: [real] in 4.4.3, [assumed] in 2009. */
#define RUN_REFUSED 1

/*
 * Turns this process into the program that START names; ENVIRONMENT is mosrun's own. WATCHED: its
 * tracer answers when it sends itself SIGKILL or SIGSTOP. Returns only when that failed: the exit
 * status that tells so, after saying why.
 */
int run_program(const struct run_start *start, char *const environment[], bool watched);

#endif
