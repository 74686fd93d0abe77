/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which unit of systemd starts MOSIX, and whether it gives mosd the setting that it needs.
 * Libc only.
 */
#ifndef NODE_UNIT_H
#define NODE_UNIT_H

#include <limits.h>
#include <stdbool.h>

#include "node_system.h"

#define NODE_UNIT_DIRECTORY "/etc/systemd/system"

/*
 * Of the drop-in, in the directory UNIT.d: after the override.conf of `systemctl edit`, because the
 * last one counts. The other one is its name in former versions.
 */
#define NODE_DROPIN_NAME "zz-openmpi-mosix.conf"
#define NODE_DROPIN_NAME_FORMER "openmpi-mosix.conf"

/* The unit that we make where there is none. */
#define NODE_UNIT_OWN "mosix.service"

/* The file that makes systemd start it. */
#define NODE_UNIT_WANTED NODE_UNIT_DIRECTORY "/multi-user.target.d/openmpi-mosix.conf"

/* Units that may start MOSIX; ends with NULL. */
extern const char *const node_unit_names[];

/*
 * has_systemd  whether the system is started by systemd
 * name         the unit, or "" when there is none
 * source       its file, or the script in /etc/init.d from which systemd makes it
 * where        the file that gives mosd the setting, or ""
 * tunables     what the unit sets GLIBC_TUNABLES to now, or ""
 * overrules    the file that counts more than our drop-in would, or ""
 */
struct node_unit {
    bool has_systemd;
    char name[64];
    char source[PATH_MAX];
    char where[PATH_MAX];
    char tunables[2048];
    char overrules[PATH_MAX];
};

void node_unit_find(const struct node_system *system, struct node_unit *unit);

#endif
