/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wildcards inside another system's root.
 * Libc only.
 */
#ifndef ROOT_GLOB_H
#define ROOT_GLOB_H

typedef void (*root_glob_fn)(void *context, const char *path);

/*
 * Calls found for every path, as seen from inside root, that matches the pattern; a pattern without
 * wildcards is its own match, whether it exists or not. root is "" for this system; no byte of its
 * name counts as a wildcard. Does nothing when memory is short.
 */
void root_glob(const char *root, const char *pattern, root_glob_fn found, void *context);

#endif
