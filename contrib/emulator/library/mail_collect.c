/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Receiving messages; see mail_collect.h.
 */
#include "mail_collect.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "profile_known.h"
#include "raw_call.h"

/* Control messages that a datagram can come with: credentials, a stamp, one descriptor. */
#define CONTROL_CREDENTIALS CMSG_SPACE(sizeof(struct ucred))
#define CONTROL_ALL                                                                                \
    (CONTROL_CREDENTIALS + CMSG_SPACE(sizeof(struct timespec)) + CMSG_SPACE(sizeof(int)))

uint32_t mail_space_of(int32_t pid)
{
    char path[40] = "/proc/self/ns/pid";
    struct stat status;

    if (pid != 0) {
        (void) snprintf(path, sizeof(path), "/proc/%d/ns/pid", (int) pid);
    }
    return raw_stat(path, &status) == 0 ? (uint32_t) status.st_ino : 0;
}

/* What recvmsg() needs and fills. */
struct collector {
    struct mail_prefix prefix;
    struct sockaddr_un from;
    struct msghdr message;
    struct iovec vector[1 + KNOWN_PARTS_MAX];
    _Alignas(struct cmsghdr) char control[CONTROL_ALL];
};

/* The flags of a mailbox that say who may send. */
static unsigned int permission_flags(void)
{
    return (unsigned int) (known(KNOWN_MYBOX_FLAG_GROUP) | known(KNOWN_MYBOX_FLAG_ALL) |
                           known(KNOWN_MYBOX_FLAG_HOMES));
}

/* Stands for "away" in a permit: the bit above those flags. */
static unsigned int away_bit(void)
{
    return permission_flags() + 1;
}

unsigned int mail_permit_max(void)
{
    return permission_flags() | away_bit();
}

unsigned int mail_permit(const struct mail_policy *policy)
{
    bool counts = policy->away && (policy->flags & (unsigned int) known(KNOWN_MYBOX_FLAG_ALL)) == 0;

    return (policy->flags & permission_flags()) | (counts ? away_bit() : 0);
}

void mail_permit_apply(unsigned int permit, struct mail_policy *policy)
{
    policy->flags = permit & permission_flags();
    policy->away = (permit & away_bit()) != 0;
}

bool mail_admits(const struct mail_policy *policy, uint32_t uid, uint32_t gid, uint32_t home)
{
    unsigned int all = (unsigned int) known(KNOWN_MYBOX_FLAG_ALL);
    unsigned int group = (unsigned int) known(KNOWN_MYBOX_FLAG_GROUP);
    unsigned int homes = (unsigned int) known(KNOWN_MYBOX_FLAG_HOMES);

    if (home != policy->home && (policy->flags & homes) == 0) {
        return false;
    }
    if ((policy->flags & all) != 0 || (uid == 0 && known(KNOWN_WRITE_ROOT) != 0)) {
        return true;
    }
    if (policy->away && known(KNOWN_WRITE_AWAY) != 0) {
        return false;
    }
    return uid == policy->uid || ((policy->flags & group) != 0 && gid == policy->gid);
}

/* Whether CONTENT is a memfd of LENGTH bytes that its sender cannot change or shrink any more.
 * Only memfds have seals, so reading it cannot block either. */
static bool content_is_sound(int content, size_t length)
{
    const int needed = F_SEAL_SHRINK | F_SEAL_WRITE;
    int seals = raw_fcntl(content, F_GET_SEALS, 0);
    struct stat status;

    return seals >= 0 && (seals & needed) == needed && fstat(content, &status) == 0 &&
           status.st_size == (off_t) length;
}

/* Takes over the descriptors of one SCM_RIGHTS message: keeps the first, closes all others. */
static void take_descriptors(const struct cmsghdr *header, struct mail_envelope *envelope,
                             int *content)
{
    size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);

    for (size_t i = 0; i < count; i++) {
        int fd;

        memcpy(&fd, CMSG_DATA(header) + i * sizeof(fd), sizeof(fd));
        if (envelope->descriptors++ == 0) {
            *content = fd;
        } else {
            raw_close(fd);
        }
    }
}

static void read_control(struct msghdr *message, struct mail_envelope *envelope,
                         struct mail_arrival *arrival)
{
    struct cmsghdr *header;

    for (header = CMSG_FIRSTHDR(message); header != NULL; header = CMSG_NXTHDR(message, header)) {
        if (header->cmsg_level != SOL_SOCKET) {
            continue;
        }
        if (header->cmsg_type == SCM_CREDENTIALS) {
            struct ucred sender;

            memcpy(&sender, CMSG_DATA(header), sizeof(sender));
            envelope->pid = sender.pid;
            envelope->uid = sender.uid;
            envelope->gid = sender.gid;
        } else if (header->cmsg_type == SCM_TIMESTAMPNS) {
            struct timespec sent;

            memcpy(&sent, CMSG_DATA(header), sizeof(sent));
            arrival->stamp = (int64_t) sent.tv_sec * 1000000000 + sent.tv_nsec;
        } else if (header->cmsg_type == SCM_RIGHTS) {
            take_descriptors(header, envelope, &arrival->content);
        }
    }
    /* Descriptors for which there was no room are gone, but they were there. */
    if ((message->msg_flags & MSG_CTRUNC) != 0) {
        envelope->descriptors++;
    }
}

/* One datagram. Returns its size, also if less of it was stored, or -errno. */
static ssize_t receive(int socket, const struct mail_policy *policy, struct collector *in,
                       int flags, struct mail_envelope *envelope, struct mail_arrival *arrival)
{
    ssize_t size = raw_recvmsg(socket, &in->message, flags | MSG_TRUNC | MSG_CMSG_CLOEXEC);

    if (size < 0) {
        return -errno;
    }
    *envelope = (struct mail_envelope){
        .size = (size_t) size, .uid = UINT32_MAX, .gid = UINT32_MAX, .space = policy->space};
    arrival->content = -1;
    arrival->stamp = 0;
    read_control(&in->message, envelope, arrival);
    envelope->bare_home = mail_name_bare_home(&in->from, in->message.msg_namelen);
    return size;
}

/* Whether the sender says that it is in another namespace and is seen in the owner's. */
static bool lies_about_space(const struct mail_info *info, const struct mail_envelope *envelope)
{
    return info->pid != envelope->pid && envelope->pid > 0 &&
           mail_space_of(envelope->pid) == envelope->space;
}

static size_t room_of(const struct iovec *parts, int count)
{
    size_t room = 0;

    for (int i = 0; i < count; i++) {
        room += parts[i].iov_len;
    }
    return room;
}

/* Brings the content of a checked message to its place. */
static int place(struct collector *in, const struct iovec *parts, int count, size_t size,
                 struct mail_arrival *arrival)
{
    size_t room = room_of(parts, count);
    size_t stored = size > MAIL_PREFIX_SIZE ? size - MAIL_PREFIX_SIZE : 0;

    arrival->stored = stored < room ? stored : room;
    if (arrival->kind == MAIL_PASSED && !content_is_sound(arrival->content, arrival->info.length)) {
        return -EBADMSG;
    }
    if (arrival->kind == MAIL_BARE) {
        size_t first = size < MAIL_PREFIX_SIZE ? size : MAIL_PREFIX_SIZE;

        arrival->stored = mail_shift_in(&in->prefix, first, parts, count, arrival->stored, room);
    }
    return 0;
}

int mail_collect(int socket, const struct mail_policy *policy, const struct iovec *parts, int count,
                 int flags, struct mail_arrival *arrival)
{
    struct collector in;
    struct mail_envelope envelope;
    ssize_t size;
    int status;

    in.vector[0] = (struct iovec){.iov_base = &in.prefix, .iov_len = MAIL_PREFIX_SIZE};
    for (int i = 0; i < count; i++) {
        in.vector[1 + i] = parts[i];
    }
    in.message = (struct msghdr){
        .msg_name = &in.from,
        .msg_namelen = sizeof(in.from),
        .msg_iov = in.vector,
        .msg_iovlen = 1 + (size_t) count,
        .msg_control = in.control,
        .msg_controllen = CONTROL_ALL,
    };
    size = receive(socket, policy, &in, flags, &envelope, arrival);
    if (size < 0) {
        return (int) size;
    }
    status = mail_prefix_check(&in.prefix, &envelope, &arrival->info);
    if (status > 0) {
        arrival->kind = (enum mail_kind) status;
        status = mail_admits(policy, envelope.uid, envelope.gid, arrival->info.home) &&
                         !lies_about_space(&arrival->info, &envelope)
                     ? place(&in, parts, count, (size_t) size, arrival)
                     : -EBADMSG;
    }
    if (status < 0 && arrival->content >= 0) {
        raw_close(arrival->content);
    }
    return status;
}

int mail_peek(int socket, const struct mail_policy *policy, struct mail_info *info)
{
    struct collector in;
    struct mail_envelope envelope;
    struct mail_arrival arrival;
    ssize_t size;
    int kind;

    in.vector[0] = (struct iovec){.iov_base = &in.prefix, .iov_len = MAIL_PREFIX_SIZE};
    in.message = (struct msghdr){
        .msg_name = &in.from,
        .msg_namelen = sizeof(in.from),
        .msg_iov = in.vector,
        .msg_iovlen = 1,
        .msg_control = in.control,
        /* no room for descriptors: looking at them would make copies of them */
        .msg_controllen = CONTROL_CREDENTIALS,
    };
    size = receive(socket, policy, &in, MSG_PEEK | MSG_DONTWAIT, &envelope, &arrival);
    if (size < 0) {
        return (int) size;
    }
    kind = mail_prefix_check(&in.prefix, &envelope, info);
    if ((kind == MAIL_INLINE || kind == MAIL_BARE) &&
        mail_admits(policy, envelope.uid, envelope.gid, info->home) &&
        !lies_about_space(info, &envelope)) {
        return 0;
    }
    return -EBADMSG;
}
