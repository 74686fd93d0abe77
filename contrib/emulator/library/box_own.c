/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The mailbox of this process: opening, closing, flags, ordinary reads; see box_own.h.
 */
#include "box_own.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>

#include "assumed.h"
#include "box_home.h"
#include "box_inbox.h"
#include "box_kept.h"
#include "box_last.h"
#include "box_queue.h"
#include "box_socket.h"
#include "box_vfork.h"
#include "mail_collect.h"
#include "mail_fault.h"
#include "raw_call.h"
#include "mail_socket.h"
#include "place_own.h"

static struct {
    _Atomic int handle;    /* socket + 1; 0 = no mailbox */
    _Atomic bool ended;    /* flag 64: a message of length zero was read */
    _Atomic bool input;    /* standard input is the mailbox ... */
    bool only_input;       /* ... and the mailbox's own descriptor is closed */
    pthread_mutex_t lock;  /* of everything below, of the queue, and of opening and closing */
    int permit;            /* socket whose name tells the permission flags; -1 = none needed */
    _Atomic bool away;     /* the process is not at home, and the mailbox knows that */
    _Atomic bool orphaned; /* by fork(): the parent had a mailbox, and none was opened since */
    struct mail_policy policy;
} own = {.lock = PTHREAD_MUTEX_INITIALIZER, .permit = -1};

static unsigned int flag_of(enum known_key key)
{
    return (unsigned int) known(key);
}

/* Whether the mailbox flag of this row is set. */
static bool has_flag(enum known_key key)
{
    return (own.policy.flags & flag_of(key)) != 0;
}

/* Says what is to be found after exec(). */
static void note(void)
{
    const struct box_exec_mailbox mailbox = {
        .socket = atomic_load(&own.handle) - 1,
        .permit = own.permit,
        .store = box_inbox_store(),
        .kept = box_kept_fd(),
        .flags = own.policy.flags,
        .input = atomic_load(&own.input),
        .only_input = own.only_input,
    };

    box_last_keep();
    box_exec_note_mailbox(&mailbox);
}

/*
 * Replaces the mailbox's socket, so that senders that have found it must look again who is
 * admitted. What they have sent is kept. BEFORE is the policy under which it came. Returns the new
 * socket or -errno.
 */
static int renew_socket(int socket, const struct mail_policy *before)
{
    struct sockaddr_un address;
    socklen_t length = mail_name(&address, MAIL_ROLE_REPLACED, box_home.ip, box_home.pid, 0);
    int sign = mail_socket_bind(&address, length);

    (void) shutdown(socket, SHUT_RD);
    box_queue_rescue(socket, before);
    raw_close(socket);
    if (atomic_load(&own.input)) {
        raw_close(STDIN_FILENO);
    }
    socket = box_socket_make();
    if (socket >= 0 && atomic_load(&own.input)) {
        (void) raw_dup3(socket, STDIN_FILENO, 0);
    }
    box_socket_close(&sign);
    return socket;
}

/* Makes POLICY the mailbox's. Returns its socket, which may be another one now, or -errno. */
static int set_policy(int socket, const struct mail_policy *policy)
{
    const struct mail_policy before = own.policy;
    bool known = socket >= 0;

    own.policy = *policy;
    atomic_store(&own.orphaned, false);
    own.only_input = false;
    box_socket_show_permit(&own.permit, mail_permit(policy));
    if (!known) {
        box_queue_open();
        box_inbox_open();
        socket = box_socket_make();
    } else if (mail_permit(&before) != mail_permit(policy)) {
        socket = renew_socket(socket, &before);
    }
    if (socket < 0) {
        atomic_store(&own.handle, 0);
        box_socket_close(&own.permit);
        box_queue_close();
        box_inbox_close();
        return socket;
    }
    box_socket_signal(socket, has_flag(KNOWN_MYBOX_FLAG_SIGIO));
    box_queue_refresh(policy);
    atomic_store(&own.handle, socket + 1);
    note();
    return socket;
}

static int open_locked(unsigned int flags)
{
    const struct mail_policy policy = {
        .flags = flags,
        .away = own.away,
        .home = box_home.ip,
        .uid = getuid(),
        .gid = getgid(),
        .space = box_home.space,
    };
    int socket = atomic_load(&own.handle) - 1;

    if (socket >= 0 && known(KNOWN_MYBOX_AGAIN) != 0) {
        return -(int) known(KNOWN_MYBOX_AGAIN);
    }
    socket = set_policy(socket, &policy);
    if (socket < 0) {
        return socket;
    }
    atomic_store(&own.ended, false);
    return 0;
}

static void migrated_locked(bool away)
{
    int socket = atomic_load(&own.handle) - 1;

    atomic_store(&own.away, away);
    if (socket >= 0 && own.policy.away != away) {
        struct mail_policy policy = own.policy;
        bool only_input = own.only_input;

        policy.away = away;
        socket = set_policy(socket, &policy);
        own.only_input = only_input && socket >= 0;
        note();
    }
}

void box_own_migrated(bool away)
{
    pthread_mutex_lock(&own.lock);
    migrated_locked(away);
    pthread_mutex_unlock(&own.lock);
}

/* mosrun has moved the process or not: the mailbox hears of it when it is used next. A signal's
 * handler that reads does not wait for what it has interrupted. */
static void follow(void)
{
    bool away = place_own_node() != 0;

    if (__builtin_expect(!place_own_has_table() || away == atomic_load(&own.away), 1) ||
        pthread_mutex_trylock(&own.lock) != 0) {
        return;
    }
    migrated_locked(away);
    pthread_mutex_unlock(&own.lock);
}

int box_own_open(int flags, unsigned int mode)
{
    int status;

    if (box_home.faults.open_errno != 0) {
        return -box_home.faults.open_errno;
    }
    if ((flags & O_CREAT) == 0) {
        return -(int) known(KNOWN_MYBOX_NO_CREATE);
    }
    follow();
    pthread_mutex_lock(&own.lock);
    status = open_locked(mode);
    pthread_mutex_unlock(&own.lock);
    return status;
}

static int close_locked(void)
{
    int socket = atomic_exchange(&own.handle, 0) - 1;

    if (socket < 0) {
        return -EBADF;
    }
    raw_close(socket);
    box_socket_close(&own.permit);
    box_queue_close();
    box_inbox_close();
    atomic_store(&own.ended, false);
    atomic_store(&own.input, false);
    own.only_input = false;
    note();
    return 0;
}

int box_own_close(void)
{
    int status;

    pthread_mutex_lock(&own.lock);
    if (!atomic_load(&own.input)) {
        status = close_locked();
    } else {
        status = own.only_input ? -EBADF : 0;
        own.only_input = true;
        note();
    }
    pthread_mutex_unlock(&own.lock);
    return status;
}

int box_own_dup2(int to)
{
    int status = -EBADF;
    int socket;

    pthread_mutex_lock(&own.lock);
    socket = atomic_load(&own.handle) - 1;
    if (socket < 0 && to == STDIN_FILENO) {
        status = to; /* [real]; what is read from there then is not known */
    } else if (socket >= 0 && to == STDIN_FILENO) {
        /* Only holds the place: what is read from there comes from the mailbox. */
        status = raw_dup3(socket, to, 0) < 0 ? -errno : to;
        atomic_store(&own.input, status == to);
        note();
    }
    pthread_mutex_unlock(&own.lock);
    return status;
}

bool box_own_is_input(void)
{
    return atomic_load_explicit(&own.input, memory_order_relaxed);
}

void box_own_leave_input(void)
{
    pthread_mutex_lock(&own.lock);
    atomic_store(&own.input, false);
    if (own.only_input) {
        (void) close_locked();
    }
    note();
    pthread_mutex_unlock(&own.lock);
}

/* A message was read. Flag 64: one of length zero ends the mailbox. */
static void note_read(const struct mail_info *info)
{
    box_last_note(info);
    if (__builtin_expect(info->length == 0, 0) && has_flag(KNOWN_MYBOX_FLAG_EOF)) {
        atomic_store(&own.ended, true);
    }
}

/* A read straight from the socket. */
static ssize_t read_direct(int socket, const struct iovec *parts, int count)
{
    const int flags = has_flag(KNOWN_MYBOX_FLAG_NONBLOCK) ? MSG_DONTWAIT : 0;
    struct mail_arrival arrival;
    ssize_t got;

    do {
        got = box_inbox_collect(socket, &own.policy, parts, count, flags, &arrival);
    } while (got == -EBADMSG || (got == -EAGAIN && flags == 0));
    if (got < 0) {
        return got;
    }
    got = (ssize_t) arrival.stored;
    if (arrival.kind == MAIL_PASSED) {
        got = raw_preadv(arrival.content, parts, count, 0);
        got = got < 0 ? -errno : got;
        raw_close(arrival.content);
    }
    box_inbox_taken(&arrival.info);
    note_read(&arrival.info);
    return got;
}

/* With flag 32, messages wait but none fits: as good as an end of file [real]. */
static ssize_t none_fits(void)
{
    if (has_flag(KNOWN_MYBOX_FLAG_EOF)) {
        atomic_store(&own.ended, true);
    }
    return known(KNOWN_READ_NONE_FITS);
}

/* A read through the queue. */
static ssize_t read_queued(int socket, const struct iovec *parts, int count)
{
    for (;;) {
        struct box_queue_attempt attempt;
        ssize_t got;

        pthread_mutex_lock(&own.lock);
        got = box_queue_read(socket, &own.policy, parts, count, &attempt);
        pthread_mutex_unlock(&own.lock);
        if (got >= 0) {
            note_read(&attempt.message);
        }
        if (got != -EAGAIN) {
            return got;
        }
        if (attempt.none_fits) {
            return none_fits();
        }
        if (has_flag(KNOWN_MYBOX_FLAG_NONBLOCK)) {
            return -known(attempt.beyond ? KNOWN_FILTER_BEYOND : KNOWN_READ_EMPTY);
        }
        if (box_queue_await(socket, &attempt) < 0) {
            return -EINTR;
        }
    }
}

/* A read without a mailbox. */
static ssize_t no_mailbox(void)
{
    if (box_home.profile->orphan_faults && atomic_load(&own.orphaned)) {
        (void) signal(SIGSEGV, SIG_DFL);
        (void) raise(SIGSEGV);
    }
    return -EBADF;
}

static int probe_queue(int socket, struct mail_info *message)
{
    int status;

    pthread_mutex_lock(&own.lock);
    status = box_queue_probe(socket, &own.policy, message);
    pthread_mutex_unlock(&own.lock);
    return status;
}

ssize_t box_own_probe(void)
{
    struct mail_info message;
    int status = -EBADMSG;
    int socket;

    follow();
    socket = atomic_load_explicit(&own.handle, memory_order_acquire) - 1;
    if (socket < 0) {
        return -EBADF;
    }
    if (atomic_load_explicit(&own.ended, memory_order_relaxed)) {
        return 0;
    }
    if (!box_queue_in_use()) {
        status = box_inbox_peek(socket, &own.policy, &message);
    }
    if (status == -EBADMSG) {
        status = probe_queue(socket, &message);
    }
    if (status < 0) {
        return status == -EAGAIN ? -(int) known(KNOWN_READ_EMPTY) : status;
    }
    box_last_note(&message);
    return known(KNOWN_READ_PROBE_LENGTH) != 0 ? (ssize_t) message.length : 0;
}

static ssize_t read_once(const struct iovec *parts, int count)
{
    int socket;

    follow();
    socket = atomic_load_explicit(&own.handle, memory_order_acquire) - 1;
    if (count < 0 || count > known(KNOWN_MESSAGE_PARTS)) {
        return -(int) known(KNOWN_MESSAGE_TOO_MANY_PARTS);
    }
    if (socket < 0) {
        return no_mailbox();
    }
    if (box_vfork_is_child() && box_home.profile->orphan_faults) {
        box_vfork_hang();
    }
    if (atomic_load_explicit(&own.ended, memory_order_relaxed)) {
        return 0;
    }
    if (__builtin_expect(box_home.faulty, 0) && mail_fault_interrupts()) {
        return -EINTR;
    }
    /* The message must stay [real], but the kernel would drop it: the queue keeps it. */
    if (box_queue_in_use() || __builtin_expect(box_socket_cannot_fill(parts, count), 0)) {
        return read_queued(socket, parts, count);
    }
    return read_direct(socket, parts, count);
}

ssize_t box_own_read(const struct iovec *parts, int count)
{
    uint32_t moves;
    ssize_t got;

    /* A move ends the kernel's waiting, of which the program is to hear nothing. */
    do {
        moves = place_own_moves();
        got = read_once(parts, count);
    } while (got == -EINTR && moves != place_own_moves());
    return got;
}

long box_own_ioctl(unsigned long request, void *argument)
{
    int socket;
    long status;

    pthread_mutex_lock(&own.lock);
    socket = atomic_load(&own.handle) - 1;
    if (socket < 0) {
        status = -EBADF;
    } else if (request == MAIL_SIOCINTERESTED) {
        status = box_queue_set_filter(&own.policy, argument);
    } else if (request == MAIL_SIOCSTOREINTERESTS) {
        status = box_queue_store_filters(argument);
    } else if (request == MAIL_SIOCWHICH) {
        status = argument != NULL ? box_queue_which(socket, &own.policy, argument) : -EFAULT;
    } else {
        status = -(int) known(KNOWN_MYBOX_IOCTL);
    }
    pthread_mutex_unlock(&own.lock);
    return status;
}

bool box_own_owns(int fd)
{
    return atomic_load(&own.handle) == fd + 1 || fd == own.permit || box_queue_owns(fd) ||
           box_inbox_owns(fd);
}

void box_own_resume(const struct box_exec_record *record)
{
    const struct box_exec_mailbox *mailbox = &record->mailbox;

    box_last_resume(&record->last);
    if (mailbox->socket < 0) {
        return;
    }
    own.policy = (struct mail_policy){.flags = mailbox->flags,
                                      .home = box_home.ip,
                                      .uid = getuid(),
                                      .gid = getgid(),
                                      .space = box_home.space};
    own.permit = mailbox->permit;
    own.only_input = mailbox->only_input != 0;
    atomic_store(&own.input, mailbox->input != 0);
    box_inbox_resume(mailbox->store);
    box_last_resume(NULL);
    box_queue_resume(mailbox->kept);
    box_queue_refresh(&own.policy);
    atomic_store(&own.handle, mailbox->socket + 1);
}

void box_own_fork_prepare(void)
{
    pthread_mutex_lock(&own.lock);
}

void box_own_fork_parent(void)
{
    pthread_mutex_unlock(&own.lock);
}

void box_own_fork_child(void)
{
    if (known(KNOWN_FORK_MAILBOX) == 0) {
        if (atomic_load(&own.input)) {
            raw_close(STDIN_FILENO);
        }
        if (close_locked() == 0) {
            atomic_store(&own.orphaned, true);
        }
    }
    pthread_mutex_unlock(&own.lock);
}
