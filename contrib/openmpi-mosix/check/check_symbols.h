/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a program and its libraries use that MOSIX does not have, by the functions that they take
 * from the C library. Whether they call them, only a trial shows. Libc only.
 */
#ifndef CHECK_SYMBOLS_H
#define CHECK_SYMBOLS_H

#include "check_finding.h"
#include "program_tree.h"

void check_symbols(const struct program_tree *tree, struct check_findings *findings);

/* Adds what is said about a program that takes that function; nothing where a rank gets what it
 * does. */
void check_symbols_named(const char *function, struct check_findings *findings);

#endif
