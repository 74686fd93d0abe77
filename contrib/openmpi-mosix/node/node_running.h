/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of MOSIX as it runs on this system; not for roots. Libc only.
 */
#ifndef NODE_RUNNING_H
#define NODE_RUNNING_H

#include "node_finding.h"
#include "node_system.h"

/* mosd, and the daemons that it starts: mosixd, mosremoted, mospostald [doc4] [real]. */
void node_check_daemons(const struct node_system *system, struct node_finding *finding);

/* The node's own address, as mossetpe tells it. Runs mossetpe. */
void node_check_address(const struct node_system *system, struct node_finding *finding);

/* Whether mosrun starts a program. Runs mosrun; blocks at most 20 s. */
void node_check_start(const struct node_system *system, struct node_finding *finding);

#endif
