/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System calls for the library's own use. Inside the library the names close, syscall and so on are
 * its own wrappers, which must not come in between; and the C library's syscall() is code that the
 * library's filter looks at. Libc only.
 */
#ifndef MOSIX_EMULATOR_RAW_CALL_H
#define MOSIX_EMULATOR_RAW_CALL_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include "raw_syscall.h"

/* The kernel's answers from -RAW_ERROR_MAX to -1 are errors. */
#define RAW_ERROR_MAX 4095

/* RESULT of a system call as the C library returns it: -1 and errno for an error. */
static inline long raw_answer(long result)
{
    if (result < 0 && result >= -RAW_ERROR_MAX) {
        errno = (int) -result;
        return -1;
    }
    return result;
}

/* The following set errno as the C library does. */

static inline int raw_close(int fd)
{
    return (int) raw_answer(raw_call(SYS_close, fd, 0, 0, 0, 0, 0));
}

static inline int raw_fcntl(int fd, int command, long argument)
{
    return (int) raw_answer(raw_call(SYS_fcntl, fd, command, argument, 0, 0, 0));
}

static inline int raw_dup3(int from, int to, int flags)
{
    return (int) raw_answer(raw_call(SYS_dup3, from, to, flags, 0, 0, 0));
}

static inline ssize_t raw_write(int fd, const void *data, size_t size)
{
    return raw_answer(raw_call(SYS_write, fd, (long) data, (long) size, 0, 0, 0));
}

static inline ssize_t raw_writev(int fd, const struct iovec *parts, int count)
{
    return raw_answer(raw_call(SYS_writev, fd, (long) parts, count, 0, 0, 0));
}

static inline ssize_t raw_preadv(int fd, const struct iovec *parts, int count, off_t offset)
{
    return raw_answer(raw_call(SYS_preadv, fd, (long) parts, count, offset, 0, 0));
}

static inline int raw_poll(struct pollfd *set, nfds_t count, int timeout)
{
    return (int) raw_answer(raw_call(SYS_poll, (long) set, (long) count, timeout, 0, 0, 0));
}

/* TIMEOUT is changed. */
static inline int raw_ppoll(struct pollfd *set, nfds_t count, struct timespec *timeout)
{
    return (int) raw_answer(raw_call(SYS_ppoll, (long) set, (long) count, (long) timeout, 0, 0, 0));
}

static inline ssize_t raw_recvmsg(int socket, struct msghdr *message, int flags)
{
    return raw_answer(raw_call(SYS_recvmsg, socket, (long) message, flags, 0, 0, 0));
}

/* Does not return; a signal still ends the process. */
static inline void raw_hang(void)
{
    for (;;) {
        (void) raw_poll(NULL, 0, -1);
    }
}

static inline int raw_stat(const char *path, struct stat *status)
{
    return (int) raw_answer(
        raw_call(SYS_newfstatat, AT_FDCWD, (long) path, (long) status, 0, 0, 0));
}

#endif
