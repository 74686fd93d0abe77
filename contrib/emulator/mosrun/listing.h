/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The emulator's tables, for people and for the README: MOSIX_EMULATOR_LIST. Markdown on a stream.
 */
#ifndef MOSIX_EMULATOR_MOSRUN_LIST_H
#define MOSIX_EMULATOR_MOSRUN_LIST_H

#include <stdio.h>

/* WHAT is "options", "discipline" or "faults". 0, or -EINVAL for another word (nothing is written).
 */
int mosrun_list(const char *what, FILE *stream);

/* What to do instead: the forms of the command line. */
void mosrun_usage(FILE *stream);

#endif
