/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System calls that reach MOSIX; see call_answer.h.
 */
#include "call_answer.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "call_open.h"
#include "intercept.h"
#include "intercept_descriptor.h"
#include "intercept_io.h"
#include "raw_call.h"

/* MOSIX says the same of all that is no link, even if it is not there [real]. */
static long call_readlink(const long *a)
{
    long length = raw_call(SYS_readlinkat, AT_FDCWD, a[0], a[1], a[2], 0, 0);
    bool not_a_link = length == -EINVAL && (int) a[2] > 0;

    return not_a_link || length == -ENOENT || length == -ENOTDIR ? -EPERM : length;
}

/* The call NUMBER on a box. False for calls that no box takes. */
static bool on_box(long number, enum box_kind kind, int index, const long *a, long *answer)
{
    switch (number) {
    case SYS_read:
        *answer = intercept_read(kind, index, (void *) a[1], (size_t) a[2]);
        return true;
    case SYS_readv:
    case SYS_preadv:
        *answer = intercept_readv(kind, index, (const struct iovec *) a[1], (int) a[2]);
        return true;
    case SYS_write:
        *answer = intercept_write(kind, index, (const void *) a[1], (size_t) a[2]);
        return true;
    case SYS_writev:
        *answer = intercept_writev(kind, index, (const struct iovec *) a[1], (int) a[2]);
        return true;
    case SYS_fcntl:
        *answer = intercept_fcntl(kind, index, (int) a[1], a[2]);
        return true;
    case SYS_ioctl:
        *answer = intercept_ioctl(kind, index, (unsigned long) a[1], (void *) a[2]);
        return true;
    case SYS_dup2:
        *answer = a[0] < KNOWN_BOX_BASE ? -EBADF : intercept_dup2(kind, index, (int) a[1]);
        return true;
    case SYS_close:
        *answer = intercept_close(kind, index);
        return true;
    default:
        return false;
    }
}

bool call_answer(long number, const long arguments[6], long *answer)
{
    const char *path = (const char *) arguments[0];
    enum box_kind kind;
    int index;

    if (number == SYS_open) {
        *answer = call_open(path, (int) arguments[1], (unsigned int) arguments[2]);
        return true;
    }
    if (number == SYS_creat && !box_home.profile->libc_open) {
        *answer = call_open(path, O_CREAT | O_WRONLY | O_TRUNC, (unsigned int) arguments[1]);
        return true;
    }
    if (number == SYS_readlink) {
        *answer = call_readlink(arguments);
        return true;
    }
    if (number == SYS_close) {
        intercept_leave((int) arguments[0]);
    }
    kind = intercept_box((int) arguments[0], &index);
    if (number == SYS_dup2 && kind == BOX_NONE) {
        intercept_leave((int) arguments[1]);
    }
    return __builtin_expect(kind != BOX_NONE, 0) && on_box(number, kind, index, arguments, answer);
}
