/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: calls that wait in the kernel for input, or for room for output, when a helper makes
 * them: it must not stop the main coroutine, which may be the one that it waits for. The main
 * coroutine's own calls go straight to the kernel, because messages of MPI pass here.
 */
#include "coop_wrap.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "coop_libc.h"
#include "coop_poll.h"
#include "coop_state.h"

static bool is_helper(void)
{
    return __builtin_expect(coop.current != coop.principal, 0) && !coop_alone();
}

/* Let others run until a blocking FD is ready for EVENTS. */
static void wait_for(int fd, short events)
{
    struct pollfd descriptor = {.fd = fd, .events = events};
    int saved = errno;
    int flags = fcntl(fd, F_GETFL);

    if (flags >= 0 && (flags & O_NONBLOCK) == 0 && coop_real()->poll(&descriptor, 1, 0) == 0) {
        coop_poll_wait(&descriptor, 1, COOP_NEVER, NULL);
    }
    errno = saved;
}

static void wait_for_message(int fd, short events, int flags)
{
    if (is_helper() && (flags & MSG_DONTWAIT) == 0) {
        wait_for(fd, events);
    }
}

COOP_WRAPPER ssize_t read(int fd, void *buffer, size_t size)
{
    if (is_helper()) {
        wait_for(fd, POLLIN);
    }
    return coop_real()->read(fd, buffer, size);
}

COOP_WRAPPER ssize_t readv(int fd, const struct iovec *parts, int count)
{
    if (is_helper()) {
        wait_for(fd, POLLIN);
    }
    return coop_real()->readv(fd, parts, count);
}

COOP_WRAPPER ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    wait_for_message(fd, POLLIN, flags);
    return coop_real()->recv(fd, buffer, size, flags);
}

COOP_WRAPPER ssize_t recvfrom(int fd, void *buffer, size_t size, int flags,
                              struct sockaddr *address, socklen_t *length)
{
    wait_for_message(fd, POLLIN, flags);
    return coop_real()->recvfrom(fd, buffer, size, flags, address, length);
}

COOP_WRAPPER ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    wait_for_message(fd, POLLIN, flags);
    return coop_real()->recvmsg(fd, message, flags);
}

COOP_WRAPPER int accept(int fd, struct sockaddr *address, socklen_t *length)
{
    wait_for_message(fd, POLLIN, 0);
    return coop_real()->accept(fd, address, length);
}

COOP_WRAPPER int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)
{
    wait_for_message(fd, POLLIN, 0);
    return coop_real()->accept4(fd, address, length, flags);
}

COOP_WRAPPER ssize_t write(int fd, const void *data, size_t size)
{
    if (is_helper()) {
        wait_for(fd, POLLOUT);
    }
    return coop_real()->write(fd, data, size);
}

COOP_WRAPPER ssize_t writev(int fd, const struct iovec *parts, int count)
{
    if (is_helper()) {
        wait_for(fd, POLLOUT);
    }
    return coop_real()->writev(fd, parts, count);
}

COOP_WRAPPER ssize_t send(int fd, const void *data, size_t size, int flags)
{
    wait_for_message(fd, POLLOUT, flags);
    return coop_real()->send(fd, data, size, flags);
}

COOP_WRAPPER ssize_t sendto(int fd, const void *data, size_t size, int flags,
                            const struct sockaddr *address, socklen_t length)
{
    wait_for_message(fd, POLLOUT, flags);
    return coop_real()->sendto(fd, data, size, flags, address, length);
}

COOP_WRAPPER ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    wait_for_message(fd, POLLOUT, flags);
    return coop_real()->sendmsg(fd, message, flags);
}
