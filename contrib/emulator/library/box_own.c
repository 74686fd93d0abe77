/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The mailbox of this process: opening, closing, flags, ordinary reads; see box_own.h.
 */
#include "box_own.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "assumed.h"
#include "box_home.h"
#include "mail_fault.h"
#include "mail_raw.h"

struct box_own box_own = {.lock = PTHREAD_MUTEX_INITIALIZER, .permit = -1, .slots = -1};

static unsigned int flag_of(enum assumed_key key)
{
    return (unsigned int) assumed(key);
}

/* Whether the mailbox flag of this row is set. */
static bool has_flag(enum assumed_key key)
{
    return (box_own.policy.flags & flag_of(key)) != 0;
}

static unsigned int permission_flags(unsigned int flags)
{
    return flags & (flag_of(ASSUMED_MYBOX_FLAG_GROUP) | flag_of(ASSUMED_MYBOX_FLAG_ALL) |
                    flag_of(ASSUMED_MYBOX_FLAG_HOMES));
}

static void close_if_open(int *fd)
{
    if (*fd >= 0) {
        raw_close(*fd);
        *fd = -1;
    }
}

/* Shows the permission flags to senders, as the name of a socket. Without the name they see a
 * mailbox without flags. */
static void show_permissions(void)
{
    unsigned int flags = permission_flags(box_own.policy.flags);
    struct sockaddr_un address;
    socklen_t length = mail_name(&address, MAIL_ROLE_PERMIT, box_home.ip, box_home.pid, flags);

    close_if_open(&box_own.permit);
    if (flags != 0) {
        box_own.permit = mail_socket_bind(&address, length);
    }
}

static void set_signal(int socket)
{
    bool wanted = has_flag(ASSUMED_MYBOX_FLAG_SIGIO);

    if (wanted) {
        raw_fcntl(socket, F_SETOWN, box_home.pid);
    }
    raw_fcntl(socket, F_SETFL, wanted ? O_ASYNC : 0);
}

/* Makes the socket of a new mailbox. */
static int make_socket(void)
{
    const int on = 1;
    struct sockaddr_un address;
    socklen_t length = mail_name(&address, MAIL_ROLE_BOX, box_home.ip, box_home.pid, 0);
    int socket = mail_socket_bind(&address, length);

    if (socket == -EADDRINUSE) {
        return -(int) assumed(ASSUMED_MYBOX_TAKEN);
    }
    if (socket < 0) {
        return socket;
    }
    if (setsockopt(socket, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) < 0 ||
        (box_home.faults.delay_us > 0 &&
         setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)) < 0)) {
        int error = errno;

        raw_close(socket);
        return -error;
    }
    if (box_home.faults.box > 0) {
        box_own.slots = mail_fault_slots_open();
    }
    return socket;
}

static int open_locked(unsigned int flags)
{
    int socket = atomic_load(&box_own.handle) - 1;

    if (socket >= 0 && assumed(ASSUMED_MYBOX_AGAIN) != 0) {
        return -(int) assumed(ASSUMED_MYBOX_AGAIN);
    }
    if (socket < 0) {
        socket = make_socket();
    }
    if (socket < 0) {
        return socket;
    }
    box_own.policy = (struct mail_policy){
        .flags = flags,
        .home = box_home.ip,
        .uid = getuid(),
        .gid = getgid(),
    };
    atomic_store(&box_own.ended, false);
    set_signal(socket);
    show_permissions();
    box_queue_refresh();
    atomic_store(&box_own.handle, socket + 1);
    return 0;
}

int box_own_open(int flags, unsigned int mode)
{
    const unsigned int known = permission_flags(~0u) | flag_of(ASSUMED_MYBOX_FLAG_NONBLOCK) |
                               flag_of(ASSUMED_MYBOX_FLAG_SIGIO) |
                               flag_of(ASSUMED_MYBOX_FLAG_WHOLE) | flag_of(ASSUMED_MYBOX_FLAG_EOF);
    int status;

    if (box_home.faults.open_errno != 0) {
        return -box_home.faults.open_errno;
    }
    if ((flags & O_CREAT) == 0) {
        return -(int) assumed(ASSUMED_MYBOX_NO_CREATE);
    }
    if ((mode & ~known) != 0) {
        return -(int) assumed(ASSUMED_MYBOX_BAD_FLAGS);
    }
    pthread_mutex_lock(&box_own.lock);
    status = open_locked(mode);
    pthread_mutex_unlock(&box_own.lock);
    return status;
}

static int close_locked(void)
{
    int socket = atomic_exchange(&box_own.handle, 0) - 1;

    if (socket < 0) {
        return -EBADF;
    }
    raw_close(socket);
    close_if_open(&box_own.permit);
    close_if_open(&box_own.slots);
    mail_queue_clear(&box_own.queue);
    free(box_own.stored);
    box_own.stored = NULL;
    box_own.stored_count = 0;
    box_own.filter = NULL;
    atomic_store(&box_own.ended, false);
    return 0;
}

int box_own_close(void)
{
    int status;

    pthread_mutex_lock(&box_own.lock);
    status = close_locked();
    pthread_mutex_unlock(&box_own.lock);
    return status;
}

/* A read straight from the socket. */
static ssize_t read_direct(int socket, const struct iovec *parts, int count)
{
    const int flags = has_flag(ASSUMED_MYBOX_FLAG_NONBLOCK) ? MSG_DONTWAIT : 0;
    struct mail_arrival arrival;
    ssize_t got;

    do {
        got = mail_collect(socket, &box_own.policy, parts, count, flags, &arrival);
    } while (got == -EBADMSG);
    if (got < 0) {
        return got;
    }
    got = (ssize_t) arrival.stored;
    if (arrival.kind == MAIL_PASSED) {
        got = preadv(arrival.content, parts, count, 0);
        got = got < 0 ? -errno : got;
        raw_close(arrival.content);
    }
    if (__builtin_expect(arrival.info.length == 0, 0) && has_flag(ASSUMED_MYBOX_FLAG_EOF)) {
        atomic_store(&box_own.ended, true);
    }
    return got;
}

ssize_t box_own_read(const struct iovec *parts, int count)
{
    int socket = atomic_load_explicit(&box_own.handle, memory_order_acquire) - 1;
    size_t room = 0;

    if (socket < 0) {
        return -EBADF;
    }
    if (count < 0 || count > IOV_MAX) {
        return -EINVAL;
    }
    for (int i = 0; i < count; i++) {
        room |= parts[i].iov_len;
    }
    if (room == 0) {
        return -(int) assumed(ASSUMED_READ_COUNT_ZERO);
    }
    if (atomic_load_explicit(&box_own.ended, memory_order_relaxed)) {
        return 0;
    }
    if (__builtin_expect(box_home.faulty, 0) && mail_fault_interrupts()) {
        return -EINTR;
    }
    if (count > MAIL_PARTS_MAX || atomic_load_explicit(&box_own.queued, memory_order_acquire)) {
        return box_queue_read(socket, parts, count);
    }
    return read_direct(socket, parts, count);
}

ssize_t box_own_probe(void)
{
    int socket = atomic_load_explicit(&box_own.handle, memory_order_acquire) - 1;
    struct mail_info info;
    int status;

    if (socket < 0) {
        return -EBADF;
    }
    if (atomic_load_explicit(&box_own.ended, memory_order_relaxed)) {
        return 0;
    }
    if (atomic_load_explicit(&box_own.queued, memory_order_acquire)) {
        return box_queue_probe(socket);
    }
    status = mail_peek(socket, &box_own.policy, &info);
    if (status == -EBADMSG) {
        return box_queue_probe(socket);
    }
    if (status == -EAGAIN) {
        return -(int) assumed(ASSUMED_READ_EMPTY);
    }
    if (status < 0) {
        return status;
    }
    return assumed(ASSUMED_READ_PROBE_LENGTH) != 0 ? (ssize_t) info.length : 0;
}

/* SIOCINTERESTED */
static int set_filter(const struct mail_filter *filter)
{
    int status = filter != NULL ? mail_filter_check(filter) : 0;

    if (status < 0) {
        return status;
    }
    if (filter != NULL && assumed(ASSUMED_FILTER_LIVE) == 0) {
        box_own.filter_copy = *filter;
        filter = &box_own.filter_copy;
    }
    box_own.filter = filter;
    box_queue_refresh();
    return 0;
}

/* SIOCSTOREINTERESTS */
static int store_filters(const struct mail_filter_list *list)
{
    struct mail_filter *copy = NULL;
    long count = list != NULL && list->filters != NULL ? list->count : 0;

    if (count < 0 || count > assumed(ASSUMED_FILTER_LIMIT)) {
        return -(int) assumed(ASSUMED_FILTER_BAD);
    }
    for (long i = 0; i < count; i++) {
        int status = mail_filter_check(&list->filters[i]);

        if (status < 0) {
            return status;
        }
    }
    if (count > 0) {
        copy = malloc((size_t) count * sizeof(*copy));
        if (copy == NULL) {
            return -ENOMEM;
        }
        memcpy(copy, list->filters, (size_t) count * sizeof(*copy));
    }
    free(box_own.stored);
    box_own.stored = copy;
    box_own.stored_count = count;
    return 0;
}

int box_own_ioctl(unsigned long request, void *argument)
{
    int socket;
    int status;

    pthread_mutex_lock(&box_own.lock);
    socket = atomic_load(&box_own.handle) - 1;
    if (socket < 0) {
        status = -EBADF;
    } else if (request == MAIL_SIOCINTERESTED) {
        status = set_filter(argument);
    } else if (request == MAIL_SIOCSTOREINTERESTS) {
        status = store_filters(argument);
    } else if (request == MAIL_SIOCWHICH) {
        status = argument != NULL ? box_queue_which(socket, argument) : -EFAULT;
    } else {
        status = -(int) assumed(ASSUMED_DESCRIPTOR_OTHER_CALL);
    }
    pthread_mutex_unlock(&box_own.lock);
    return status;
}

bool box_own_owns(int fd)
{
    return atomic_load(&box_own.handle) == fd + 1 || fd == box_own.permit || fd == box_own.slots;
}

void box_own_fork_prepare(void)
{
    pthread_mutex_lock(&box_own.lock);
}

void box_own_fork_parent(void)
{
    pthread_mutex_unlock(&box_own.lock);
}

void box_own_fork_child(void)
{
    if (assumed(ASSUMED_FORK_MAILBOX) == 0) {
        (void) close_locked();
    }
    pthread_mutex_unlock(&box_own.lock);
}
