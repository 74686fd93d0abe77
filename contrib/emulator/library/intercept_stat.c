/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers of stat() and access() and their relatives, so that `test -r /proc/mosix/mosip` and ls
 * see what open() would find. Directories are not listed.
 */
#include "intercept.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proc_files.h"

_Static_assert(sizeof(struct stat) == sizeof(struct stat64),
               "one function fills both forms of struct stat");

/* The forms that programs built for C libraries before 2.33 call. */
WRAPPER int __xstat(int version, const char *path, struct stat *status);
WRAPPER int __xstat64(int version, const char *path, struct stat64 *status);
WRAPPER int __lxstat(int version, const char *path, struct stat *status);
WRAPPER int __lxstat64(int version, const char *path, struct stat64 *status);

static int answer_stat(const struct path_target *target, void *status)
{
    return (int) intercept_answer(proc_stat(target->kind, status));
}

WRAPPER int stat(const char *restrict path, struct stat *restrict status)
{
    struct path_target target;

    return intercept_path(path, &target) ? answer_stat(&target, status) : REAL(stat)(path, status);
}

WRAPPER int stat64(const char *restrict path, struct stat64 *restrict status)
{
    struct path_target target;

    return intercept_path(path, &target) ? answer_stat(&target, status)
                                         : REAL(stat64)(path, status);
}

WRAPPER int lstat(const char *restrict path, struct stat *restrict status)
{
    struct path_target target;

    return intercept_path(path, &target) ? answer_stat(&target, status) : REAL(lstat)(path, status);
}

WRAPPER int lstat64(const char *restrict path, struct stat64 *restrict status)
{
    struct path_target target;

    return intercept_path(path, &target) ? answer_stat(&target, status)
                                         : REAL(lstat64)(path, status);
}

WRAPPER int fstatat(int directory, const char *restrict path, struct stat *restrict status,
                    int flags)
{
    struct path_target target;

    return intercept_path(path, &target) ? answer_stat(&target, status)
                                         : REAL(fstatat)(directory, path, status, flags);
}

WRAPPER int fstatat64(int directory, const char *restrict path, struct stat64 *restrict status,
                      int flags)
{
    struct path_target target;

    return intercept_path(path, &target) ? answer_stat(&target, status)
                                         : REAL(fstatat64)(directory, path, status, flags);
}

WRAPPER int __xstat(int version, const char *path, struct stat *status)
{
    struct path_target target;

    return intercept_path(path, &target) ? answer_stat(&target, status)
                                         : REAL(__xstat)(version, path, status);
}

WRAPPER int __xstat64(int version, const char *path, struct stat64 *status)
{
    struct path_target target;

    return intercept_path(path, &target) ? answer_stat(&target, status)
                                         : REAL(__xstat64)(version, path, status);
}

WRAPPER int __lxstat(int version, const char *path, struct stat *status)
{
    struct path_target target;

    return intercept_path(path, &target) ? answer_stat(&target, status)
                                         : REAL(__lxstat)(version, path, status);
}

WRAPPER int __lxstat64(int version, const char *path, struct stat64 *status)
{
    struct path_target target;

    return intercept_path(path, &target) ? answer_stat(&target, status)
                                         : REAL(__lxstat64)(version, path, status);
}

WRAPPER int statx(int directory, const char *restrict path, int flags, unsigned int mask,
                  struct statx *restrict status)
{
    struct path_target target;
    struct stat plain;

    if (!intercept_path(path, &target)) {
        return REAL(statx)(directory, path, flags, mask, status);
    }
    if (answer_stat(&target, &plain) < 0) {
        return -1;
    }
    memset(status, 0, sizeof(*status));
    status->stx_mask = STATX_TYPE | STATX_MODE | STATX_NLINK | STATX_UID | STATX_GID | STATX_SIZE;
    status->stx_mode = (__u16) plain.st_mode;
    status->stx_nlink = (__u32) plain.st_nlink;
    status->stx_blksize = (__u32) plain.st_blksize;
    return 0;
}

static int answer_access(const struct path_target *target, int wanted)
{
    return (int) intercept_answer(proc_access(target->kind, wanted));
}

WRAPPER int access(const char *path, int wanted)
{
    struct path_target target;

    return intercept_path(path, &target) ? answer_access(&target, wanted)
                                         : REAL(access)(path, wanted);
}

WRAPPER int eaccess(const char *path, int wanted)
{
    struct path_target target;

    return intercept_path(path, &target) ? answer_access(&target, wanted)
                                         : REAL(eaccess)(path, wanted);
}

WRAPPER int euidaccess(const char *path, int wanted)
{
    struct path_target target;

    return intercept_path(path, &target) ? answer_access(&target, wanted)
                                         : REAL(euidaccess)(path, wanted);
}

WRAPPER int faccessat(int directory, const char *path, int wanted, int flags)
{
    struct path_target target;

    return intercept_path(path, &target) ? answer_access(&target, wanted)
                                         : REAL(faccessat)(directory, path, wanted, flags);
}
