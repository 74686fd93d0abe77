/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SIGSYS belongs to the emulator. A program that handles, ignores or blocks every signal, as shells
 * do, would take it away and then die of the first trapped call. So the library wraps the calls
 * that change signals. A program sees what it set itself; nothing else about signals changes.
 */
#ifndef MOSIX_EMULATOR_DISCIPLINE_SIGNALS_H
#define MOSIX_EMULATOR_DISCIPLINE_SIGNALS_H

#include <signal.h>

/* From now on only HANDLER gets SIGSYS, and the program never blocks it. 0 or -errno. */
int discipline_signals_start(void (*handler)(int, siginfo_t *, void *));

/* Gives SIGSYS its default action back and raises it: the process ends. */
void discipline_signals_die(void);

#endif
