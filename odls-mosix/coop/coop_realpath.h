/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The path of a file without links, "." and "..", by system calls that MOSIX knows. The C library
 * from 2.33 on asks faccessat2 about every directory before ".." or a slash at the end. Libc only.
 */
#ifndef COOP_REALPATH_H
#define COOP_REALPATH_H

#include <limits.h>

/* Puts the real path of PATH, which must exist, into RESULT. 0, or -errno as realpath() documents
 * it: then RESULT has the path that could not be followed, or "". */
int coop_realpath(const char *path, char result[PATH_MAX]);

#endif
