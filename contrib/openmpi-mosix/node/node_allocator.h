/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The check of libraries with another malloc. Libc only.
 */
#ifndef NODE_ALLOCATOR_H
#define NODE_ALLOCATOR_H

#include "node_finding.h"
#include "node_system.h"

/* Whether a library with another malloc is there, where ranks need one (mosix_needs.h). */
void node_check_allocator(const struct node_system *system, struct node_finding *finding);

#endif
