/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * `openmpi-mosix node check`: whether this system can be a node of MOSIX 4, and what is in the way.
 * Libc only, but for the lines on standard output.
 */
#ifndef NODE_CHECK_H
#define NODE_CHECK_H

#include <stdbool.h>
#include <stdio.h>

#include "command_options.h"
#include "node_finding.h"
#include "node_system.h"

/* As many as there are, at most. */
#define NODE_CHECKS_MAX 16

/* Makes the check of that name. Returns false when there is none, or it is not for that system. */
bool node_check_one(const struct node_system *system, const char *name,
                    struct node_finding *finding);

/* Makes all checks that the system allows. Returns how many findings there are. */
size_t node_check_all(const struct node_system *system,
                      struct node_finding findings[NODE_CHECKS_MAX]);

/* Runs the command. Returns the exit status: COMMAND_FAILED when at least one finding is an error.
 */
enum command_exit node_check_run(const struct command_options *options);

#endif
