/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where the command line of the kernel is configured on a system. Libc only.
 */
#ifndef NODE_BOOT_H
#define NODE_BOOT_H

#include <limits.h>
#include <stdbool.h>

#include "node_grub.h"
#include "node_system.h"

#define NODE_KERNEL_CMDLINE "/etc/kernel/cmdline"

enum node_boot_loader {
    NODE_BOOT_UNKNOWN,
    NODE_BOOT_GRUB,   /* of Debian and Ubuntu: update-grub reads /etc/default/grub.d */
    NODE_BOOT_GRUBBY, /* of Fedora and the RHEL family: grubby changes every entry */
    NODE_BOOT_SYSTEMD /* systemd-boot: kernel-install reads /etc/kernel/cmdline */
};

/*
 * tool    the program that makes the setting take effect, or "": update-grub, grubby,
 *         kernel-install
 * where   the file in which vdso=0 is configured for the next start of every kernel that needs it,
 *         or "": the last word vdso= counts
 * grub    what GRUB of Debian reads
 */
struct node_boot {
    enum node_boot_loader loader;
    char tool[PATH_MAX];
    char where[PATH_MAX];
    struct node_grub_files grub;
};

void node_boot_find(const struct node_system *system, struct node_boot *boot);

/*
 * Whether the running kernel was booted with vdso=0. Returns 1 or 0, or -errno when its command
 * line cannot be read. For the running system only.
 */
int node_boot_is_running(const struct node_system *system);

#endif
