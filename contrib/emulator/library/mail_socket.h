/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Messages on AF_UNIX datagram sockets: one system call per message up to MAIL_INLINE_MAX bytes,
 * straight between the caller's memory and the kernel; larger ones in a sealed memfd that is
 * passed along. The order of messages on one socket is the kernel's, for both forms.
 *
 * Everything returns >= 0 or -errno. Nothing that a sender wrote is believed before it was
 * compared with what the kernel says (mail_wire.h).
 */
#ifndef MOSIX_EMULATOR_MAIL_SOCKET_H
#define MOSIX_EMULATOR_MAIL_SOCKET_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "mail_wire.h"

/*
 * Lowest number of the sockets behind boxes, so that programs do not see the low numbers vanish.
 * Under mosrun 1024 is the end [doc]: 128 send boxes, a mailbox and some spare fit in between.
 */
#define MAIL_HIDDEN_MIN 850

/*
 * What a socket should hold of messages on their way; the system gives at most net.core.wmem_max.
 * Messages that turn out larger than it gave, or than the kernel finds memory for in one piece,
 * are passed in a memfd, which takes two to three times as long.
 */
#define MAIL_SOCKET_BUFFER MAIL_INLINE_MAX

/* Parts of a message that fit into one system call beside the prefix. */
#define MAIL_PARTS_MAX 63

/* Who may send to a mailbox. */
struct mail_policy {
    unsigned int flags; /* of the mailbox */
    uint32_t home;
    uint32_t uid;
    uint32_t gid;
};

/* One message as it came. */
struct mail_arrival {
    struct mail_info info;
    enum mail_kind kind;
    int content;   /* of MAIL_PASSED: a sealed memfd of info.length bytes, owned by the caller of
                      mail_collect(); else -1 */
    size_t stored; /* bytes of an inline or bare message that were stored in the parts */
    int64_t stamp; /* CLOCK_REALTIME of its sending in nanoseconds, 0 where not asked for */
};

/* A new datagram socket, moved up to MAIL_HIDDEN_MIN if there is room, closed on exec. */
int mail_socket_open(void);

/* Binds a new socket to ADDRESS; -EADDRINUSE if the name is taken. Returns the socket. */
int mail_socket_bind(const struct sockaddr_un *address, socklen_t length);

/*
 * Sends one message through the connected SOCKET: PARTS, which hold INFO->length bytes, at most as
 * many as MOSIX allows. With WAIT, waits for room. 0, or -EAGAIN (full), -ECONNREFUSED or -ENOTCONN
 * (nobody there), -EINTR, another -errno.
 */
int mail_deliver(int socket, const struct mail_info *info, const struct iovec *parts, int count,
                 bool wait);

/*
 * Takes the next message from SOCKET; its content goes to PARTS (COUNT <= MAIL_PARTS_MAX) as far
 * as they reach. FLAGS are recvmsg()'s. 0; -EBADMSG when a datagram was thrown away that is no
 * message or not permitted by POLICY: then try again; -EAGAIN; -EINTR.
 */
int mail_collect(int socket, const struct mail_policy *policy, const struct iovec *parts, int count,
                 int flags, struct mail_arrival *arrival);

/*
 * Looks at the next message without taking it. 0 and INFO; -EAGAIN when none waits; -EBADMSG when
 * only mail_collect() can tell whether it is one.
 */
int mail_peek(int socket, const struct mail_policy *policy, struct mail_info *info);

/* Whether a mailbox with POLICY admits a sender with this user, group and home node. */
bool mail_admits(const struct mail_policy *policy, uint32_t uid, uint32_t gid, uint32_t home);

#endif
