/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System calls for the library's own use. Inside the library the names close, fcntl and so on are
 * its own wrappers, which must not come in between. All of them set errno as the C library does.
 */
#ifndef MOSIX_EMULATOR_MAIL_RAW_H
#define MOSIX_EMULATOR_MAIL_RAW_H

#include <fcntl.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static inline int raw_close(int fd)
{
    return (int) syscall(SYS_close, fd);
}

static inline int raw_fcntl(int fd, int command, long argument)
{
    return (int) syscall(SYS_fcntl, fd, command, argument);
}

static inline int raw_dup3(int from, int to, int flags)
{
    return (int) syscall(SYS_dup3, from, to, flags);
}

static inline ssize_t raw_write(int fd, const void *data, size_t size)
{
    return syscall(SYS_write, fd, data, size);
}

static inline int raw_stat(const char *path, struct stat *status)
{
    return (int) syscall(SYS_newfstatat, AT_FDCWD, path, status, 0);
}

#endif
