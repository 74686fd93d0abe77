/* SPDX-License-Identifier: BSD-3-Clause */
/* The first bytes of a file: of short ones, such as those in /proc, all of it. */
#ifndef COOP_HEAD_H
#define COOP_HEAD_H

#include <stddef.h>

/* Read at most SIZE - 1 bytes of the start of PATH into TEXT, and end them with a '\0': how many,
 * or -errno and TEXT is empty. Past all wrappers: signal handlers and children of vfork() may call
 * it.
 */
long coop_head_read(const char *path, char *text, size_t size);

#endif
