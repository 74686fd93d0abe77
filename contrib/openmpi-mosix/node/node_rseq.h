/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The check of rseq in the daemons of MOSIX. Libc only.
 */
#ifndef NODE_RSEQ_H
#define NODE_RSEQ_H

#include "node_finding.h"
#include "node_system.h"

/*
 * Whether mosd runs with rseq switched off where glibc needs it (mosix_needs.h). Inside a root:
 * whether the unit that starts mosd will switch it off.
 */
void node_check_rseq(const struct node_system *system, struct node_finding *finding);

#endif
