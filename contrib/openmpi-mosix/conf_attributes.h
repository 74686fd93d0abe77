/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Owner, mode and extended attributes of a file that replaces another one. ACLs and the SELinux
 * label are extended attributes as well.
 * Libc only.
 */
#ifndef CONF_ATTRIBUTES_H
#define CONF_ATTRIBUTES_H

#include <sys/stat.h>

/*
 * Gives the open file `descriptor` what the file `name` of a directory has, whose status is given;
 * checksums of its content (security.ima, security.evm) are not copied. Sets only what differs,
 * because setting an attribute can be forbidden even when its value stays the same. Returns 0 or
 * -errno.
 */
int conf_attributes_copy(int directory, const char *name, const struct stat *status,
                         int descriptor);

/* Gives a file that is new the mode 0644, whatever the umask is. Returns 0 or -errno. */
int conf_attributes_new(int descriptor);

#endif
