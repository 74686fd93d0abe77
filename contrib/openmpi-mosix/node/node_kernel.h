/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The check of the kernel's command line. Libc only.
 */
#ifndef NODE_KERNEL_H
#define NODE_KERNEL_H

#include "node_finding.h"
#include "node_system.h"

/*
 * Newer kernels must be booted with vdso=0 (mosix_needs.h). Inside a root: whether the newest one
 * there will be.
 */
void node_check_kernel(const struct node_system *system, struct node_finding *finding);

#endif
