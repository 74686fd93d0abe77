/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Shows and makes the steps of a plan. Libc only, but for messages on standard output and standard
 * error.
 */
#ifndef NODE_APPLY_H
#define NODE_APPLY_H

#include <stdbool.h>

#include "node_plan.h"
#include "node_system.h"

/*
 * Prints every step and, unless is_dry, makes it. The first one that fails ends it; the message
 * says what to do. With is_quiet only failures and what is left to the administrator are printed.
 * Returns 0 or -errno. Programs may run for 10 minutes.
 */
int node_apply(const struct node_system *system, const struct node_plan *plan, bool is_dry,
               bool is_quiet);

/* Prints on standard error why a file could not be changed, and what to do. */
void node_apply_report(const struct node_system *system, const char *path, int error);

#endif
