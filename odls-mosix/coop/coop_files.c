/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_files.h. */
#include "coop_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "coop_kernel.h"

#define STAT_FLAGS (AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH)

static int get_status(int directory, const char *path, int flags, struct stat *status)
{
    if (path[0] == '\0' && (flags & AT_EMPTY_PATH) != 0 && directory >= 0) {
        /* Away from home, MOSIX answers newfstatat with an empty path with EFAULT [real]. */
        return (int) COOP_KERNEL(SYS_fstat, directory, (long) status);
    }
    return (int) COOP_KERNEL(SYS_newfstatat, directory, (long) path, (long) status, flags);
}

static struct statx_timestamp stamp(struct timespec time)
{
    return (struct statx_timestamp){.tv_sec = time.tv_sec, .tv_nsec = (uint32_t) time.tv_nsec};
}

int coop_files_statx(int directory, const char *path, int flags, unsigned mask,
                     struct statx *result)
{
    struct stat status;
    int rc;

    if ((flags & ~(STAT_FLAGS | AT_STATX_SYNC_TYPE)) != 0 ||
        (flags & AT_STATX_SYNC_TYPE) == AT_STATX_SYNC_TYPE || (mask & STATX__RESERVED) != 0) {
        return -EINVAL;
    }
    rc = get_status(directory, path, flags & STAT_FLAGS, &status);
    if (rc < 0) {
        return rc;
    }
    *result = (struct statx){
        .stx_mask = STATX_BASIC_STATS,
        .stx_blksize = (uint32_t) status.st_blksize,
        .stx_nlink = (uint32_t) status.st_nlink,
        .stx_uid = status.st_uid,
        .stx_gid = status.st_gid,
        .stx_mode = (uint16_t) status.st_mode,
        .stx_ino = status.st_ino,
        .stx_size = (uint64_t) status.st_size,
        .stx_blocks = (uint64_t) status.st_blocks,
        .stx_atime = stamp(status.st_atim),
        .stx_ctime = stamp(status.st_ctim),
        .stx_mtime = stamp(status.st_mtim),
        .stx_rdev_major = major(status.st_rdev),
        .stx_rdev_minor = minor(status.st_rdev),
        .stx_dev_major = major(status.st_dev),
        .stx_dev_minor = minor(status.st_dev),
    };
    return 0;
}

bool coop_files_permits(const struct stat *file, int mode, uid_t user, bool in_group)
{
    unsigned any = file->st_mode & (S_IXUSR | S_IXGRP | S_IXOTH);
    unsigned granted;

    if (user == 0) {
        return (mode & X_OK) == 0 || any != 0 || S_ISDIR(file->st_mode);
    }
    if (file->st_uid == user) {
        granted = file->st_mode >> 6;
    } else {
        granted = in_group ? file->st_mode >> 3 : file->st_mode;
    }
    return ((unsigned) mode & ~granted & 7) == 0;
}

int coop_files_access(int directory, const char *path, int mode, int flags)
{
    bool effective = (flags & AT_EACCESS) != 0 && (getuid() != geteuid() || getgid() != getegid());
    struct stat status;
    int rc;

    if ((flags & ~(AT_SYMLINK_NOFOLLOW | AT_EACCESS | AT_EMPTY_PATH)) != 0 ||
        (mode & ~(R_OK | W_OK | X_OK)) != 0) {
        return -EINVAL;
    }
    if (!effective && (flags & (AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) == 0) {
        return (int) COOP_KERNEL(SYS_faccessat, directory, (long) path, mode);
    }
    rc = get_status(directory, path, flags & (AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH), &status);
    if (rc < 0 || mode == F_OK) {
        return rc;
    }
    if ((flags & AT_EACCESS) != 0) {
        return coop_files_permits(&status, mode, geteuid(),
                                  status.st_gid == getegid() || group_member(status.st_gid))
                   ? 0
                   : -EACCES;
    }
    return coop_files_permits(&status, mode, getuid(),
                              status.st_gid == getgid() || group_member(status.st_gid))
               ? 0
               : -EACCES;
}

/* MOSIX 4.4.3 puts the program's own descriptor in the place of N in /proc/self/fd/N for readlink,
 * but not for readlinkat, which tells of one of mosrun's [real]. */
static long link_target(int directory, const char *path, char *target, size_t size)
{
#ifdef SYS_readlink
    if (directory == AT_FDCWD || path[0] == '/') {
        return COOP_KERNEL(SYS_readlink, (long) path, (long) target, (long) size);
    }
#endif
    return COOP_KERNEL(SYS_readlinkat, directory, (long) path, (long) target, (long) size);
}

ssize_t coop_files_readlink(int directory, const char *path, char *target, size_t size)
{
    long length = link_target(directory, path, target, size);
    struct stat status;
    int rc;

    if (length != -EPERM) {
        return length;
    }
    rc = get_status(directory, path, AT_SYMLINK_NOFOLLOW, &status);
    if (rc < 0) {
        return rc;
    }
    return S_ISLNK(status.st_mode) ? -EPERM : -EINVAL;
}

ssize_t coop_files_name(int fd, char name[PATH_MAX])
{
    char link[32];
    long size;

    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    size = link_target(AT_FDCWD, link, name, PATH_MAX);
    if (size == PATH_MAX) {
        return -ENAMETOOLONG;
    }
    if (size >= 0) {
        name[size] = '\0';
    }
    return size;
}

ssize_t coop_files_name_surely(int fd, char name[PATH_MAX])
{
    struct stat opened, named;
    ssize_t size = coop_files_name(fd, name);

    if (size < 0) {
        return size;
    }
    if (get_status(fd, "", AT_EMPTY_PATH, &opened) < 0 ||
        get_status(AT_FDCWD, name, 0, &named) < 0 || opened.st_dev != named.st_dev ||
        opened.st_ino != named.st_ino) {
        return -ENOENT;
    }
    return size;
}

/* Change the mode of FILE, a descriptor that may have been opened by O_PATH, which fchmod() does
 * not take. */
static int chmod_descriptor(int file, mode_t mode)
{
    char name[PATH_MAX];
    ssize_t rc = COOP_KERNEL(SYS_fchmod, file, mode);

    if (rc != -EBADF) {
        return (int) rc;
    }
    rc = coop_files_name_surely(file, name);
    return rc < 0 ? -EBADF : (int) COOP_KERNEL(SYS_fchmodat, AT_FDCWD, (long) name, mode);
}

static int chmod_unless_link(int directory, const char *path, mode_t mode)
{
    struct stat status;
    int file =
        (int) COOP_KERNEL(SYS_openat, directory, (long) path, O_PATH | O_NOFOLLOW | O_CLOEXEC, 0);
    int rc;

    if (file < 0) {
        return file;
    }
    rc = get_status(file, "", AT_EMPTY_PATH, &status);
    if (rc == 0) {
        rc = S_ISLNK(status.st_mode) ? -EOPNOTSUPP : chmod_descriptor(file, mode);
    }
    COOP_KERNEL(SYS_close, file);
    return rc;
}

int coop_files_chmod(int directory, const char *path, mode_t mode, int flags)
{
    if ((flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0) {
        return -EINVAL;
    }
    if ((flags & AT_EMPTY_PATH) != 0 && path[0] == '\0') {
        return chmod_descriptor(directory, mode);
    }
    if ((flags & AT_SYMLINK_NOFOLLOW) != 0) {
        return chmod_unless_link(directory, path, mode);
    }
    return (int) COOP_KERNEL(SYS_fchmodat, directory, (long) path, mode);
}

int coop_files_rename(int old_directory, const char *old_path, int new_directory,
                      const char *new_path, unsigned flags)
{
    if (flags != 0) {
        return -EINVAL;
    }
#ifdef SYS_renameat
    return (int) COOP_KERNEL(SYS_renameat, old_directory, (long) old_path, new_directory,
                             (long) new_path);
#else
    return (int) COOP_KERNEL(SYS_renameat2, old_directory, (long) old_path, new_directory,
                             (long) new_path, 0);
#endif
}
