/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Libraries with a malloc of their own, which ranks need under MOSIX 4 where glibc's calls what
 * MOSIX does not know (mosix_needs.h). Libc only.
 */
#ifndef MOSRUN_LIBC_H
#define MOSRUN_LIBC_H

#include <limits.h>
#include <stdbool.h>

/*
 * Finds a library with another malloc that was seen to work under MOSIX 4.4.3 [real]: the first of
 * MOSRUN_ALLOCATORS in the first of these directories (paths with colons between) that has it for
 * this architecture. Returns 0, or -ENOENT and empties found.
 */
int mosrun_allocator_find(const char *directories, char found[PATH_MAX]);

/*
 * Whether a list of libraries, colons or blanks between, has one of those that can be preloaded. An
 * absolute path must be there. A name is looked for in directories (as above; NULL for none) and
 * where distributions keep such libraries. Other entries do not count, because only the loader
 * knows what they mean.
 */
bool mosrun_allocator_listed(const char *list, const char *directories);

#endif
