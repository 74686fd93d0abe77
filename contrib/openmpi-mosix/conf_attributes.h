/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Owner, mode and extended attributes of a file that takes another one's place. ACLs and the
 * SELinux label are extended attributes as well.
 * PURE: libc only.
 */
#ifndef CONF_ATTRIBUTES_H
#define CONF_ATTRIBUTES_H

#include <sys/stat.h>

/*
 * Gives the open file `descriptor` what the file `name` of a directory has, whose status is given;
 * checksums of its content (security.ima, security.evm) stay behind. Sets only what differs,
 * because even that can be forbidden. Returns 0 or -errno.
 */
int conf_attributes_copy(int directory, const char *name, const struct stat *status,
                         int descriptor);

/* Gives a file that is new the mode 0644, whatever the umask is. Returns 0 or -errno. */
int conf_attributes_new(int descriptor);

#endif
