/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Calls on files for which Linux has a newer system call than MOSIX knows, made by older ones. Libc
 * only. All return 0 or -errno, with the errors that Linux documents.
 */
#ifndef COOP_FILES_H
#define COOP_FILES_H

#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>

struct statx;

/* statx() by newfstatat: the basic fields, and no time of birth. */
int coop_files_statx(int directory, const char *path, int flags, unsigned mask,
                     struct statx *result);

/* faccessat() with flags: what can be told from the file's mode, as the C library does where the
 * kernel has no faccessat2. */
int coop_files_access(int directory, const char *path, int mode, int flags);

/* Whether MODE (R_OK ...) is permitted on a file with these attributes to the user, of whom
 * IN_GROUP says whether he is in the file's group. */
bool coop_files_permits(const struct stat *file, int mode, uid_t user, bool in_group);

/* fchmodat() with flags. -EOPNOTSUPP: a symbolic link has no mode of its own. */
int coop_files_chmod(int directory, const char *path, mode_t mode, int flags);

/* readlink() and readlinkat(): the length, or -errno. MOSIX 4.4.3 says EPERM of all that is
 * no link, even if it is not there [real]; this says EINVAL, ENOENT and so on, as Linux. */
ssize_t coop_files_readlink(int directory, const char *path, char *target, size_t size);

/* What the file or directory FD is called: the length, or -errno. By /proc/self/fd/N itself MOSIX
 * 4.4.3 neither executes nor opens nor changes a file, but it tells its name
 * [real]. */
ssize_t coop_files_name(int fd, char name[PATH_MAX]);

/* The same, only if that name still leads to the file of FD; otherwise -ENOENT. */
ssize_t coop_files_name_surely(int fd, char name[PATH_MAX]);

/* renameat2(): -EINVAL for every flag, as file systems answer that do not support it. */
int coop_files_rename(int old_directory, const char *old_path, int new_directory,
                      const char *new_path, unsigned flags);

#endif
