/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Finding the programs of MOSIX, and walking lists with colons between as in $PATH. Libc only.
 */
#ifndef MOSIX_PROGRAM_H
#define MOSIX_PROGRAM_H

#include <limits.h>

/* Where MOSIX is installed [doc4]. */
#define MOSIX_PROGRAM_DIRECTORIES "/usr/bin:/bin:/usr/local/bin:/usr/sbin:/sbin:/usr/local/sbin"

/*
 * Copies the next entry of a list to entry and returns what follows it, or NULL at the end of the
 * list. An entry that is too long for a path becomes empty.
 */
const char *mosix_list_next(const char *list, char entry[PATH_MAX]);

/*
 * Finds an executable regular file. A name with a slash is taken as it is; any other is searched in
 * search_path (may be NULL), then in MOSIX_PROGRAM_DIRECTORIES. Empty entries of search_path are
 * skipped, because nobody means the current directory of a daemon. Returns 0 and sets found,
 * -ENOENT, -EACCES when only files that cannot be executed were found, or -ENAMETOOLONG.
 */
int mosix_program_find(const char *name, const char *search_path, char found[PATH_MAX]);

#endif
