/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What mosrun says on standard error. Each call writes one line in one write, so that lines of
 * several ranks do not mix.
 */
#ifndef MOSIX_EMULATOR_SAY_H
#define MOSIX_EMULATOR_SAY_H

/* NAME, which must stay valid, begins the lines of say(): "mosrun" or "mosenv". */
void say_as(const char *name);

/* "mosrun: TEXT": a sentence of the emulator, or MOSIX's where mosrun itself speaks. */
__attribute__((format(printf, 1, 2))) void say(const char *format, ...);

/* "MOSRUN: TEXT": what MOSIX says about a program. */
__attribute__((format(printf, 1, 2))) void say_mosix(const char *format, ...);

#endif
