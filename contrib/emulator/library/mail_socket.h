/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sending messages on AF_UNIX datagram sockets: one system call per message up to MAIL_INLINE_MAX
 * bytes, straight from the caller's memory to the kernel; larger ones in a sealed memfd that is
 * passed along. The kernel keeps the order of messages on one socket, in both forms.
 * Everything returns >= 0 or -errno. Libc only.
 */
#ifndef MOSIX_EMULATOR_MAIL_SOCKET_H
#define MOSIX_EMULATOR_MAIL_SOCKET_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "mail_wire.h"

/*
 * Lowest number of the sockets that carry boxes, so that programs do not see the low numbers
 * vanish. Under mosrun 1024 is the end [doc]: 128 send boxes, a mailbox and some spare fit in
 * between.
 */
#define MAIL_HIDDEN_MIN 850

/* The number of the descriptor behind which the record for exec() lies (box_exec.h), the lowest one
 * for a mailbox's store (box_store.h), and the end of all numbers. */
#define MAIL_RECORD 1009
#define MAIL_STORE_MIN 1010
#define MAIL_DESCRIPTORS 1024

/*
 * What a socket should hold of messages on their way; the system gives at most net.core.wmem_max.
 * Messages that turn out larger than it gave, or than the kernel finds memory for in one piece,
 * are passed in a memfd, which takes two to three times as long.
 */
#define MAIL_SOCKET_BUFFER MAIL_INLINE_MAX

/* A new datagram socket, moved up to MAIL_HIDDEN_MIN if there is room, closed on exec. */
int mail_socket_open(void);

/*
 * Gives SOCKET the name ADDRESS; a path that a process left which is not there any more is
 * replaced. 0; -EADDRINUSE if the name is taken; another -errno.
 */
int mail_socket_name(int socket, const struct sockaddr_un *address, socklen_t length);

/* The same for a new socket. Returns the socket. */
int mail_socket_bind(const struct sockaddr_un *address, socklen_t length);

/* Connects SOCKET with the one called ADDRESS. 0; -ECONNREFUSED if there is none; another -errno.
 */
int mail_socket_connect(int socket, const struct sockaddr_un *address, socklen_t length);

/*
 * Sends one message through the connected SOCKET: PARTS, which hold INFO->length bytes, at most as
 * many and as long as MOSIX allows. With WAIT, waits for room. 0, or -EAGAIN (full), -ECONNREFUSED
 * or -ENOTCONN (nobody there), -EINTR, another -errno.
 */
int mail_deliver(int socket, const struct mail_info *info, const struct iovec *parts, int count,
                 bool wait);

/* A sealed memfd with what PARTS hold, TOTAL bytes. Returns its descriptor. */
int mail_content(const struct iovec *parts, int count, size_t total);

/*
 * Wakes up a receiver that waits at the other end of SOCKET, by a datagram that is no message. 0;
 * -EAGAIN: it has enough to read; -ECONNREFUSED and others as above.
 */
int mail_nudge(int socket);

#endif
