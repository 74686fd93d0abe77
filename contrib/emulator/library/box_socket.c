/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The socket of this process' mailbox; see box_socket.h.
 */
#include "box_socket.h"

#include <errno.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "assumed.h"
#include "box_home.h"
#include "call_table.h"
#include "mail_socket.h"
#include "raw_call.h"

/* The kernel maps nothing below it (vm.mmap_min_addr, by default). */
#define LOWEST_ADDRESS 65536

/* What the socket must have before anybody can find it: a message that came before would lack its
 * sender's credentials. The kernel does not restart a read with a time limit after a signal,
 * whatever SA_RESTART says; nor does MOSIX [real]. */
static bool set_options(int socket)
{
    const struct timeval ages = {.tv_sec = 1 << 30};
    const int on = 1;

    return setsockopt(socket, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) == 0 &&
           setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &ages, sizeof(ages)) == 0 &&
           (box_home.faults.delay_us == 0 ||
            setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)) == 0);
}

int box_socket_make(void)
{
    struct sockaddr_un address;
    socklen_t length = mail_name(&address, MAIL_ROLE_BOX, box_home.ip, box_home.pid, 0);
    int socket = mail_socket_open();
    int status;

    if (socket < 0) {
        return socket;
    }
    status = set_options(socket) ? mail_socket_name(socket, &address, length) : -errno;
    if (status < 0) {
        raw_close(socket);
        return status == -EADDRINUSE ? -(int) assumed(ASSUMED_MYBOX_TAKEN) : status;
    }
    return socket;
}

void box_socket_close(int *fd)
{
    if (*fd >= 0) {
        raw_close(*fd);
        *fd = -1;
    }
}

void box_socket_signal(int socket, bool wanted)
{
    if (wanted) {
        raw_fcntl(socket, F_SETOWN, box_home.pid);
    }
    raw_fcntl(socket, F_SETFL, wanted ? O_ASYNC : 0);
}

void box_socket_show_permit(int *fd, unsigned int permit)
{
    struct sockaddr_un address;
    socklen_t length = mail_name(&address, MAIL_ROLE_PERMIT, box_home.ip, box_home.pid, permit);
    int shown = permit != 0 ? mail_socket_bind(&address, length) : -1;

    /* It is shown already. A sender must not look in vain meanwhile. */
    if (shown == -EADDRINUSE && *fd >= 0) {
        return;
    }
    box_socket_close(fd);
    *fd = shown;
}

bool box_socket_cannot_fill(const struct iovec *parts, int count)
{
    for (int i = 0; i < count; i++) {
        uintptr_t base = (uintptr_t) parts[i].iov_base;

        if (parts[i].iov_len > 0 && (base < LOWEST_ADDRESS || base >= CALL_USER_END)) {
            return true;
        }
    }
    return false;
}
