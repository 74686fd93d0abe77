/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of MOSIX's programs: the machine they need, whether they are there, and their rights.
 * Libc only.
 */
#ifndef NODE_PROGRAMS_H
#define NODE_PROGRAMS_H

#include "node_finding.h"
#include "node_system.h"

/* MOSIX runs on x86-64 only [doc4]. */
void node_check_machine(const struct node_system *system, struct node_finding *finding);

/* Programs without which nothing starts or migrates, and those that administrators miss. */
void node_check_programs(const struct node_system *system, struct node_finding *finding);

/* mosrun, mosps, mosmigrate, moskillall and mosbestnode must be setuid root [doc4] [real]. */
void node_check_setuid(const struct node_system *system, struct node_finding *finding);

#endif
