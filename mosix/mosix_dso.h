/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a component has to find out about itself: where it was loaded from, where its help texts
 * are, and whether Open MPI is the one it was built for. Libc only. Both components use it.
 */
#ifndef MOSIX_DSO_H
#define MOSIX_DSO_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Writes the directory of the shared object that symbol belongs to, without a slash at its end.
 * Returns 0, -ENOENT when nobody knows it, or -ENAMETOOLONG.
 */
int mosix_dso_directory(const void *symbol, char *directory, size_t size);

/*
 * The directory that help texts are installed in, as it was configured. Open MPI looks there by
 * itself only if it is its own.
 */
const char *mosix_dso_help_directory(void);

/*
 * Whether version, such as "4.1.4" or "v4.1.4rc1", is one of series, such as "4.1".
 * Open MPI compares only the version of a component's interface, which all series share, though
 * their structures differ: a component left over from another series would be called wrongly.
 */
bool mosix_dso_fits(const char *version, const char *series);

#endif
