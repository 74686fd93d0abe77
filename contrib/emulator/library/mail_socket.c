/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Datagram sockets: opening them and sending messages; see mail_socket.h.
 */
#include "mail_socket.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "profile_known.h"
#include "raw_call.h"
#include "raw_memfd.h"
#include "raw_send.h"

/* How often, and how many milliseconds apart, sealing is tried. */
#define SEAL_ATTEMPTS 20
#define SEAL_PAUSE 5

int mail_socket_open(void)
{
    const int size = MAIL_SOCKET_BUFFER;
    int low = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    int high;

    if (low < 0) {
        return -errno;
    }
    /* A failure leaves the system's default size. */
    (void) setsockopt(low, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
    high = raw_fcntl(low, F_DUPFD_CLOEXEC, MAIL_HIDDEN_MIN);
    if (high < 0) {
        return low;
    }
    raw_close(low);
    return high;
}

static bool is_path(const struct sockaddr_un *address)
{
    return address->sun_path[0] != '\0';
}

int mail_socket_connect(int socket, const struct sockaddr_un *address, socklen_t length)
{
    if (connect(socket, (const struct sockaddr *) address, length) == 0) {
        return 0;
    }
    return is_path(address) && errno == ENOENT ? -ECONNREFUSED : -errno;
}

/* Whether nobody listens at the path ADDRESS any more. */
static bool is_left_over(const struct sockaddr_un *address, socklen_t length)
{
    int probe = is_path(address) ? mail_socket_open() : -1;
    int status;

    if (probe < 0) {
        return false;
    }
    status = mail_socket_connect(probe, address, length);
    raw_close(probe);
    return status == -ECONNREFUSED;
}

int mail_socket_name(int socket, const struct sockaddr_un *address, socklen_t length)
{
    int status = bind(socket, (const struct sockaddr *) address, length);

    if (status < 0 && errno == EADDRINUSE) {
        if (!is_left_over(address, length)) {
            return -EADDRINUSE;
        }
        (void) raw_call(SYS_unlink, (long) address->sun_path, 0, 0, 0, 0, 0);
        status = bind(socket, (const struct sockaddr *) address, length);
    }
    if (status < 0) {
        return -errno;
    }
    /* Who may send is not a question of the mode of a file. */
    if (is_path(address)) {
        (void) raw_call(SYS_chmod, (long) address->sun_path, 0777, 0, 0, 0, 0);
    }
    return 0;
}

int mail_socket_bind(const struct sockaddr_un *address, socklen_t length)
{
    int fd = mail_socket_open();
    int status = fd >= 0 ? mail_socket_name(fd, address, length) : 0;

    if (status < 0) {
        raw_close(fd);
        return status;
    }
    return fd;
}

static int send_datagram(int socket, struct msghdr *message, bool wait)
{
    return raw_send(socket, message, MSG_NOSIGNAL | (wait ? 0 : MSG_DONTWAIT)) < 0 ? -errno : 0;
}

static int deliver_inline(int socket, struct mail_prefix *prefix, const struct iovec *parts,
                          int count, bool wait)
{
    struct iovec vector[1 + KNOWN_PARTS_MAX];
    struct msghdr message = {.msg_iov = vector, .msg_iovlen = 1 + (size_t) count};

    vector[0] = (struct iovec){.iov_base = prefix, .iov_len = MAIL_PREFIX_SIZE};
    for (int i = 0; i < count; i++) {
        vector[1 + i] = parts[i];
    }
    return send_datagram(socket, &message, wait);
}

/* Seals the content of a memfd for good. The kernel gives EBUSY while it still holds its pages for
 * something else, which passes: waits for that, but not for ever. 0, -EIO or another -errno. */
static int seal(int content)
{
    const int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;

    for (int attempt = 0; attempt < SEAL_ATTEMPTS; attempt++) {
        if (raw_fcntl(content, F_ADD_SEALS, seals) == 0) {
            return 0;
        }
        if (errno != EBUSY) {
            return -errno;
        }
        (void) raw_poll(NULL, 0, SEAL_PAUSE);
    }
    return -EIO;
}

int mail_content(const struct iovec *parts, int count, size_t total)
{
    int content = raw_memfd("mosix-message", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    ssize_t written;
    int status = 0;

    if (content < 0) {
        return -errno;
    }
    written = raw_writev(content, parts, count);
    if (written < 0) {
        status = -errno;
    } else if (written != (ssize_t) total) {
        status = -ENOMEM;
    } else {
        status = seal(content);
    }
    if (status < 0) {
        raw_close(content);
        return status;
    }
    return content;
}

static int deliver_passed(int socket, struct mail_prefix *prefix, const struct iovec *parts,
                          int count, size_t total, bool wait)
{
    struct iovec vector = {.iov_base = prefix, .iov_len = MAIL_PREFIX_SIZE};
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {0};
    struct msghdr message = {
        .msg_iov = &vector,
        .msg_iovlen = 1,
        .msg_control = control,
        .msg_controllen = sizeof(control),
    };
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    int content;
    int status;

    /* Not to copy megabytes at each attempt to write to a full mailbox. */
    if (!wait) {
        struct pollfd room = {.fd = socket, .events = POLLOUT};

        if (raw_poll(&room, 1, 0) == 0) {
            return -EAGAIN;
        }
    }
    content = mail_content(parts, count, total);
    if (content < 0) {
        return content;
    }
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &content, sizeof(content));
    status = send_datagram(socket, &message, wait);
    raw_close(content);
    return status;
}

int mail_deliver(int socket, const struct mail_info *info, const struct iovec *parts, int count,
                 bool wait)
{
    struct mail_prefix prefix;

    if (info->length <= MAIL_INLINE_MAX) {
        int status;

        mail_prefix_encode(&prefix, MAIL_INLINE, info);
        status = deliver_inline(socket, &prefix, parts, count, wait);
        if (status != -EMSGSIZE && status != -ENOBUFS) {
            return status;
        }
    }
    mail_prefix_encode(&prefix, MAIL_PASSED, info);
    return deliver_passed(socket, &prefix, parts, count, info->length, wait);
}

int mail_nudge(int socket)
{
    struct iovec part = {.iov_base = "", .iov_len = 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};

    return send_datagram(socket, &message, false);
}
