/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether dpkg watches over a configuration file: as long as a conffile of a package differs from
 * what the package shipped, dpkg asks before it installs another version of it, and
 * unattended-upgrades holds the package back. Libc only.
 */
#ifndef CONF_OWNER_H
#define CONF_OWNER_H

#include <stdbool.h>
#include <stddef.h>

#include "conf_file.h"

/*
 * Whether the file, which was opened inside root ("" for this system's own), is a conffile of a
 * package that dpkg has installed there. If so, writes the package's name. Reads dpkg's status
 * file, which has some megabytes.
 */
bool conf_owner_find(const char *root, const struct conf_file *file, char *package, size_t size);

#endif
