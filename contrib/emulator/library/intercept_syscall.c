/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrapper of syscall(). It answers open(2), which would otherwise cost a signal, and the calls that
 * boxes take, which the kernel would not know.
 */
#include "intercept.h"

#include <fcntl.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <unistd.h>

#include "call_open.h"
#include "raw_call.h"

/* The call NUMBER on a descriptor FD of ours. False for calls that no box takes. */
static bool call_box(long number, int fd, const long *a, long *answer)
{
    switch (number) {
    case SYS_read:
        *answer = read(fd, (void *) a[1], (size_t) a[2]);
        return true;
    case SYS_readv:
        *answer = readv(fd, (const struct iovec *) a[1], (int) a[2]);
        return true;
    case SYS_write:
        *answer = write(fd, (const void *) a[1], (size_t) a[2]);
        return true;
    case SYS_writev:
        *answer = writev(fd, (const struct iovec *) a[1], (int) a[2]);
        return true;
    case SYS_fcntl:
        *answer = fcntl(fd, (int) a[1], a[2]);
        return true;
    case SYS_ioctl:
        *answer = ioctl(fd, (unsigned long) a[1], (void *) a[2]);
        return true;
    case SYS_dup2:
        *answer = dup2(fd, (int) a[1]);
        return true;
    case SYS_close:
        *answer = close(fd);
        return true;
    default:
        return false;
    }
}

WRAPPER long syscall(long number, ...)
{
    long a[6];
    long answer;
    int index;
    va_list list;

    va_start(list, number);
    for (size_t i = 0; i < sizeof(a) / sizeof(a[0]); i++) {
        a[i] = va_arg(list, long);
    }
    va_end(list);
    if (__builtin_expect(number == SYS_open, 0) && box_home.under_mosrun) {
        return raw_answer(call_open((const char *) a[0], (int) a[1], (unsigned int) a[2]));
    }
    if (__builtin_expect(intercept_box((int) a[0], &index) != BOX_NONE, 0) &&
        call_box(number, (int) a[0], a, &answer)) {
        return answer;
    }
    return REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
