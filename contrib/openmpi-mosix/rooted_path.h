/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Paths inside the directory of another system's root (an image, a chroot): symbolic links are
 * followed as that system would follow them, so that an absolute one never leads out of it.
 * Libc only.
 */
#ifndef ROOTED_PATH_H
#define ROOTED_PATH_H

#include <limits.h>
#include <stdbool.h>

/*
 * Resolves path, as seen from inside root: found becomes a path without symbolic links
 * that the caller can open. root is a directory, "" or "/" for this system's own. The last part of
 * path need not exist, and may be what a dangling link names; directories above it must exist.
 * Returns 0, -ENOENT, -ELOOP, -ENAMETOOLONG, or what lstat() and readlink() fail with.
 */
int rooted_path(const char *root, const char *path, char found[PATH_MAX]);

/* Whether path, as seen from inside root, is a directory. */
bool rooted_path_is_directory(const char *root, const char *path);

#endif
