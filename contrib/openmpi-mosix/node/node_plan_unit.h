/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Steps that make systemd start mosd with rseq switched off. Libc only; they are planned, not made.
 */
#ifndef NODE_PLAN_UNIT_H
#define NODE_PLAN_UNIT_H

#include "node_plan.h"
#include "node_system.h"

/*
 * Adds them where glibc needs it (mosix_needs.h) and it is neither configured nor in effect: a
 * drop-in for the unit that starts MOSIX, or a unit of ours where there is none.
 */
void node_plan_unit(const struct node_system *system, struct node_plan *plan);

/* Adds what makes systemd read changed units, as setup and undo both need it. */
void node_plan_unit_refresh(const struct node_system *system, struct node_plan *plan);

#endif
