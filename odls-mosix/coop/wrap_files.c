/* SPDX-License-Identifier: BSD-3-Clause */
/* Wrappers: calls on files and descriptors that the C library makes by system calls that MOSIX does
 * not know. */
#include "coop_wrap.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "coop_descriptors.h"
#include "coop_files.h"
#include "coop_realpath.h"

#define RANGE_UNSHARE 2U /* CLOSE_RANGE_UNSHARE: nobody shares descriptors under MOSIX */
#define RANGE_CLOEXEC 4U

/* Not in every glibc. */
int close_range(unsigned first, unsigned last, int flags);
void closefrom(int first);
void __chk_fail(void) __attribute__((noreturn));

COOP_WRAPPER int statx(int directory, const char *path, int flags, unsigned mask,
                       struct statx *result)
{
    return coop_answer(coop_files_statx(directory, path, flags, mask, result));
}

COOP_WRAPPER int faccessat(int directory, const char *path, int mode, int flags)
{
    return coop_answer(coop_files_access(directory, path, mode, flags));
}

COOP_WRAPPER int eaccess(const char *path, int mode)
{
    return faccessat(AT_FDCWD, path, mode, AT_EACCESS);
}

COOP_WRAPPER int euidaccess(const char *path, int mode)
{
    return faccessat(AT_FDCWD, path, mode, AT_EACCESS);
}

COOP_WRAPPER ssize_t readlink(const char *restrict path, char *restrict target, size_t size)
{
    return coop_answer_long(coop_files_readlink(AT_FDCWD, path, target, size));
}

COOP_WRAPPER ssize_t readlinkat(int directory, const char *restrict path, char *restrict target,
                                size_t size)
{
    return coop_answer_long(coop_files_readlink(directory, path, target, size));
}

/* What they are where the headers are fortified. */
ssize_t __readlink_chk(const char *path, char *target, size_t size, size_t room);
ssize_t __readlinkat_chk(int directory, const char *path, char *target, size_t size, size_t room);

COOP_WRAPPER ssize_t __readlink_chk(const char *path, char *target, size_t size, size_t room)
{
    if (size > room) {
        __chk_fail();
    }
    return readlink(path, target, size);
}

COOP_WRAPPER ssize_t __readlinkat_chk(int directory, const char *path, char *target, size_t size,
                                      size_t room)
{
    if (size > room) {
        __chk_fail();
    }
    return readlinkat(directory, path, target, size);
}

/* A path that the C library's realpath() asks about, with ".." in it, would end the process. */
COOP_WRAPPER char *realpath(const char *restrict path, char *restrict resolved)
{
    char buffer[PATH_MAX];
    char *result = resolved != NULL ? resolved : buffer;

    if (coop_answer(coop_realpath(path, result)) < 0) {
        return NULL;
    }
    return resolved != NULL ? resolved : strdup(buffer);
}

COOP_WRAPPER char *canonicalize_file_name(const char *path)
{
    return realpath(path, NULL);
}

/* What realpath() is where the headers are fortified. */
char *__realpath_chk(const char *path, char *resolved, size_t size);

COOP_WRAPPER char *__realpath_chk(const char *path, char *resolved, size_t size)
{
    if (size < PATH_MAX) {
        abort();
    }
    return realpath(path, resolved);
}

COOP_WRAPPER int fchmodat(int directory, const char *path, mode_t mode, int flags)
{
    return coop_answer(coop_files_chmod(directory, path, mode, flags));
}

COOP_WRAPPER int lchmod(const char *path, mode_t mode)
{
    return fchmodat(AT_FDCWD, path, mode, AT_SYMLINK_NOFOLLOW);
}

COOP_WRAPPER int renameat2(int old_directory, const char *old_path, int new_directory,
                           const char *new_path, unsigned flags)
{
    return coop_answer(coop_files_rename(old_directory, old_path, new_directory, new_path, flags));
}

COOP_WRAPPER int close_range(unsigned first, unsigned last, int flags)
{
    if (first > last || ((unsigned) flags & ~(RANGE_UNSHARE | RANGE_CLOEXEC)) != 0) {
        return coop_answer(-EINVAL);
    }
    coop_descriptors_close(first, last, ((unsigned) flags & RANGE_CLOEXEC) != 0);
    return 0;
}

COOP_WRAPPER void closefrom(int first)
{
    coop_descriptors_close(first < 0 ? 0 : (unsigned) first, ~0U, false);
}

/* An offset of -1 means the file's own. */
COOP_WRAPPER ssize_t preadv2(int fd, const struct iovec *parts, int count, off_t offset, int flags)
{
    if (flags != 0) {
        return coop_answer(-EOPNOTSUPP);
    }
    return offset == -1 ? readv(fd, parts, count) : preadv(fd, parts, count, offset);
}

COOP_WRAPPER ssize_t pwritev2(int fd, const struct iovec *parts, int count, off_t offset, int flags)
{
    if (flags != 0) {
        return coop_answer(-EOPNOTSUPP);
    }
    return offset == -1 ? writev(fd, parts, count) : pwritev(fd, parts, count, offset);
}

/* Of programs that ask for offsets of 64 bits, which are the only ones here. */
COOP_WRAPPER ssize_t preadv64v2(int fd, const struct iovec *parts, int count, off64_t offset,
                                int flags)
{
    return preadv2(fd, parts, count, offset, flags);
}

COOP_WRAPPER ssize_t pwritev64v2(int fd, const struct iovec *parts, int count, off64_t offset,
                                 int flags)
{
    return pwritev2(fd, parts, count, offset, flags);
}
