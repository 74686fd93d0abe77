/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers of the C library's functions that end in the calls of call_strict.h.
 */
#include "intercept.h"

#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "call_strict.h"
#include "discipline_trap.h"

/* Whether the call is refused: then errno says why. */
static bool refused(long number, const long arguments[6])
{
    long error;

    if (!discipline_trap_is_real() || !call_strict_refuses(number, arguments, &error)) {
        return false;
    }
    errno = (int) -error;
    return true;
}

WRAPPER ssize_t sendmsg(int socket, const struct msghdr *message, int flags)
{
    const long arguments[6] = {socket, (long) message, flags};

    return refused(SYS_sendmsg, arguments) ? -1 : REAL(sendmsg)(socket, message, flags);
}

WRAPPER ssize_t recvmsg(int socket, struct msghdr *message, int flags)
{
    const long arguments[6] = {socket, (long) message, flags};

    return refused(SYS_recvmsg, arguments) ? -1 : REAL(recvmsg)(socket, message, flags);
}

WRAPPER int pselect(int count, fd_set *in, fd_set *out, fd_set *other,
                    const struct timespec *timeout, const sigset_t *mask)
{
    const void *const signals[] = {mask};
    const long arguments[6] = {count,        (long) in,      (long) out,
                               (long) other, (long) timeout, (long) signals};

    return refused(SYS_pselect6, arguments) ? -1
                                            : REAL(pselect)(count, in, out, other, timeout, mask);
}

WRAPPER void *mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset)
{
    const long arguments[6] = {(long) address, (long) size, protection, flags, fd, offset};

    return refused(SYS_mmap, arguments) ? MAP_FAILED
                                        : REAL(mmap)(address, size, protection, flags, fd, offset);
}

WRAPPER void *mmap64(void *address, size_t size, int protection, int flags, int fd, off_t offset)
{
    const long arguments[6] = {(long) address, (long) size, protection, flags, fd, offset};

    return refused(SYS_mmap, arguments)
               ? MAP_FAILED
               : REAL(mmap64)(address, size, protection, flags, fd, offset);
}

WRAPPER pid_t getpgid(pid_t pid)
{
    const long arguments[6] = {pid};

    return refused(SYS_getpgid, arguments) ? -1 : REAL(getpgid)(pid);
}
