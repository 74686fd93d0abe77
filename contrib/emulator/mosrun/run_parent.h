/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * mosrun that stays, as the parent of the program. What MOSIX 4.4.3 was seen to do, all [real]:
 *
 *  - Whoever started mosrun knows only its process ID. Signals to it reach the program's handlers.
 *    When it is stopped or killed, so is the program; when the program stops, so does mosrun.
 *  - It ends as the program does: with its exit status, or by the same signal. If the program was
 *    killed by SIGKILL, but mosrun was not, it says "Error 100, No such process", status 1.
 *  - SIGSTOP to the program's own process ID does nothing. But a program that sends itself SIGKILL
 *    or SIGSTOP kills or stops mosrun: under MOSIX that is who it is.
 *  - The program has a process group of its own, its dispositions of signals are the default ones,
 *    and none is blocked.
 *  - Children of the program outlive mosrun.
 *  - ps shows the program's words as the name of mosrun.
 *
 * The program is traced by mosrun [real]; where that is not permitted, it runs untraced, and a
 * system call that ends it before the library has started ends it without MOSIX's words, but with
 * status 1.
 *
 * Of the emulator: where mosrun is in the foreground of its terminal, the program stays in its
 * process group, so that it can read there and ^C and ^Z reach both.
 */
#ifndef MOSIX_EMULATOR_RUN_PARENT_H
#define MOSIX_EMULATOR_RUN_PARENT_H

#include "run_start.h"

/*
 * Runs the program that START names as a child; ENVIRONMENT is mosrun's own. Returns mosrun's exit
 * status after the program's end, or does not return where mosrun dies of the program's signal.
 * Keeps of its descriptors only standard error.
 */
int run_parent(const struct run_start *start, char *const environment[]);

#endif
