/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System calls that end a process which cannot end itself, because the emulator's library is not in
 * it: before the library has started, in the loader of every program, and in static programs. Its
 * tracer, which is mosrun as on MOSIX 4, says which call it was and lets it exit with status 1
 * [real].
 */
#ifndef MOSIX_EMULATOR_RUN_REFUSED_H
#define MOSIX_EMULATOR_RUN_REFUSED_H

#include "discipline.h"

#include <stdbool.h>
#include <sys/types.h>

/*
 * PID is traced and about to get SIGSYS. If the filter has sent that and PID has no handler for it,
 * says so in MOSIX's words, lets PID call exit_group(1) instead, and returns true: the signal must
 * not be delivered.
 */
bool run_refused_end(pid_t pid, const struct discipline *discipline);

#endif
