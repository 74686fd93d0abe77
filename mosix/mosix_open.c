/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Opening what belongs to MOSIX; see mosix_open.h.
 */
#include "mosix_open.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PATH_SIZE 64

/* Above every errno there is, and below what the highest address of a node looks like. */
#define ERRNO_MAX 255

static long raw_open(const char *path, int flags, unsigned int mode)
{
#ifdef SYS_open
    return syscall(SYS_open, path, flags, mode);
#else
    (void) path;
    (void) flags;
    (void) mode;
    errno = ENOENT;
    return -1;
#endif
}

int mosix_open(const char *path, int flags, unsigned int mode)
{
    long result = raw_open(path, flags, mode);

    return result == -1 ? -errno : (int) result;
}

int mosix_switch_read(const char *name, uint32_t *value)
{
    char path[PATH_SIZE];
    int length = snprintf(path, sizeof(path), "/proc/self/%s", name);
    long result;

    if (length < 0 || (size_t) length >= sizeof(path)) {
        return -ENAMETOOLONG;
    }
    errno = 0;
    result = raw_open(path, O_RDONLY, 0);
    if (result == -1 && errno <= ERRNO_MAX) {
        return -errno;
    }
    *value = result == -1 ? (uint32_t) -errno : (uint32_t) result;
    return 0;
}
