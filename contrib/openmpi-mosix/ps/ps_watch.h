/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * `openmpi-mosix ps --watch`: a picture again and again, as large as the terminal. Libc only.
 */
#ifndef PS_WATCH_H
#define PS_WATCH_H

#include <stdio.h>

#include "command_options.h"

/* How long a picture stays, in milliseconds. */
#define PS_WATCH_MS 2000

/* Writes one picture. Returns the exit status that belongs to it. */
typedef enum command_exit (*ps_watch_paint)(void *context, FILE *out);

/*
 * Shows pictures until somebody presses q or ^C, or a signal comes; then the terminal is as it was.
 * Each is painted by a process of its own, so that keys act while that waits for hosts. Returns
 * what the last one returned; COMMAND_USAGE where out is no terminal.
 */
enum command_exit ps_watch(ps_watch_paint paint, void *context, FILE *out);

/* From now on the signals that end a program are noted; which one came, or 0. */
void ps_watch_note_signals(void);
int ps_watch_signal(void);

/*
 * Puts a text of lines on a screen of so many rows and columns, of which the last row tells the
 * key. What is left out is counted there. 0 rows: all of it; 0 columns: whole lines.
 */
void ps_watch_fit(const char *text, unsigned rows, unsigned columns, FILE *out);

#endif
