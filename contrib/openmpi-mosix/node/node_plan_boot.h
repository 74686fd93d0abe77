/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Steps that make the kernel boot with vdso=0. Libc only; they are planned, not made.
 */
#ifndef NODE_PLAN_BOOT_H
#define NODE_PLAN_BOOT_H

#include "node_files.h"
#include "node_plan.h"
#include "node_system.h"

/* The change of /etc/kernel/cmdline. */
extern const struct node_edit node_plan_cmdline;

/* Adds them where the kernel needs it (mosix_needs.h) and it is not configured. */
void node_plan_boot(const struct node_system *system, struct node_plan *plan);

/*
 * Adds the program that makes a change of that configuration take effect, as setup and undo both
 * need it: update-grub, or kernel-install for the running kernel.
 */
void node_plan_boot_refresh(const struct node_system *system, struct node_plan *plan);

#endif
