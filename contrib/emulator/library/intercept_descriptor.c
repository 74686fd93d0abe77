/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers of the calls on descriptors themselves: fcntl, ioctl, dup2, close. dup() and
 * fcntl(F_DUPFD) of a box have none: the kernel does not know the descriptor and says so.
 */
#include "intercept.h"

#include <fcntl.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "box_own.h"
#include "box_send.h"
#include "intercept_descriptor.h"
#include "mail_socket.h"
#include "proc_files.h"
#include "raw_call.h"

/* Whether FD is one of the sockets that carry the boxes. A program that closes everything it finds
 * must not close or replace them. */
static bool is_hidden(int fd)
{
    return __builtin_expect(fd >= MAIL_HIDDEN_MIN, 0) && box_home.under_mosrun &&
           (box_own_owns(fd) || box_send_owns(fd) || box_exec_owns(fd));
}

int intercept_close(enum box_kind kind, int index)
{
    switch (kind) {
    case BOX_MAIL:
        return box_own_close();
    case BOX_SEND:
        return box_send_close(index);
    case BOX_SWITCH:
        return proc_switch_close(index);
    default:
        return -EBADF;
    }
}

void intercept_leave(int fd)
{
    if (__builtin_expect(fd == STDOUT_FILENO || fd == STDERR_FILENO, 0)) {
        box_send_leave(fd);
    }
    if (__builtin_expect(fd == STDIN_FILENO, 0) && box_own_is_input()) {
        box_own_leave_input();
    }
}

WRAPPER int close(int fd)
{
    int index;
    enum box_kind kind;

    intercept_leave(fd);
    kind = intercept_box(fd, &index);

    if (kind != BOX_NONE) {
        return (int) intercept_answer(intercept_close(kind, index));
    }
    if (is_hidden(fd)) {
        return (int) intercept_answer(-EBADF);
    }
    return REAL(close)(fd);
}

int intercept_fcntl(enum box_kind kind, int index, int command, long argument)
{
    if (kind == BOX_SEND) {
        return box_send_fcntl(index, command, argument);
    }
    return kind == BOX_MAIL ? -(int) known(KNOWN_MYBOX_FCNTL) : -EBADF;
}

/* NEXT is what a descriptor of the kernel's is for. */
static int control_or_next(int fd, int command, void *argument, int (*next)(int, int, ...))
{
    int index;
    enum box_kind kind = intercept_box(fd, &index);

    if (kind == BOX_NONE) {
        return next(fd, command, argument);
    }
    return (int) intercept_answer(intercept_fcntl(kind, index, command, (long) argument));
}

WRAPPER int fcntl(int fd, int command, ...)
{
    va_list list;
    void *argument;

    va_start(list, command);
    argument = va_arg(list, void *);
    va_end(list);
    return control_or_next(fd, command, argument, REAL(fcntl));
}

WRAPPER int fcntl64(int fd, int command, ...)
{
    va_list list;
    void *argument;

    va_start(list, command);
    argument = va_arg(list, void *);
    va_end(list);
    return control_or_next(fd, command, argument, REAL(fcntl64));
}

long intercept_ioctl(enum box_kind kind, int index, unsigned long request, void *argument)
{
    (void) index;
    if (kind == BOX_MAIL) {
        return box_own_ioctl(request, argument);
    }
    return kind == BOX_SEND ? -known(KNOWN_SENDBOX_IOCTL) : -EBADF;
}

WRAPPER int ioctl(int fd, unsigned long request, ...)
{
    int index;
    enum box_kind kind = intercept_box(fd, &index);
    va_list list;
    void *argument;

    va_start(list, request);
    argument = va_arg(list, void *);
    va_end(list);
    if (kind == BOX_NONE) {
        return REAL(ioctl)(fd, request, argument);
    }
    return (int) raw_answer(intercept_ioctl(kind, index, request, argument));
}

int intercept_dup2(enum box_kind kind, int index, int to)
{
    switch (kind) {
    case BOX_MAIL:
        return box_own_dup2(to);
    case BOX_SEND:
        return box_send_dup2(index, to);
    default:
        return -EBADF;
    }
}

WRAPPER int dup2(int from, int to)
{
    int index;
    enum box_kind kind = intercept_box(from, &index);

    if (kind != BOX_NONE && from < KNOWN_BOX_BASE) {
        return (int) intercept_answer(-EBADF);
    }
    if (kind != BOX_NONE) {
        return (int) intercept_answer(intercept_dup2(kind, index, to));
    }
    if (is_hidden(to)) {
        return (int) intercept_answer(-EBADF);
    }
    intercept_leave(to);
    return REAL(dup2)(from, to);
}

WRAPPER int dup3(int from, int to, int flags)
{
    int index;
    enum box_kind kind = intercept_box(from, &index);

    if (kind != BOX_NONE) {
        return (int) intercept_answer(flags == 0 ? intercept_dup2(kind, index, to) : -EBADF);
    }
    if (is_hidden(to)) {
        return (int) intercept_answer(-EBADF);
    }
    intercept_leave(to);
    return REAL(dup3)(from, to, flags);
}
