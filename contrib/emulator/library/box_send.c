/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Send boxes; see box_send.h. Each has a datagram socket of its own, so that a full receiver
 * does not delay messages to others; the first write connects it.
 */
#include "box_send.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "assumed.h"
#include "box_deliver.h"
#include "box_home.h"
#include "box_receiver.h"
#include "box_socket.h"
#include "box_store.h"
#include "box_table.h"
#include "cluster_map.h"
#include "mail_collect.h"
#include "mail_fault.h"
#include "raw_call.h"
#include "mail_socket.h"
#include "place_own.h"
#include "place_peer.h"

struct send_box {
    _Atomic int handle; /* socket + 1; 0 = not open */
    _Atomic bool connected;
    _Atomic bool nonblock;
    bool is_ubox;
    _Atomic bool tells_not; /* the next write that finds nobody says success, if it is a ubox */
    uint32_t home;
    int32_t pid;
    struct box_store store; /* of the receiver's mailbox, once that was found */
    struct place_peer peer; /* where the receiver runs, as far as that can be seen */
};

/* How often, a millisecond apart, a sender looks for a mailbox whose socket is being replaced. */
#define LOOKS_MAX 1000

static struct send_box boxes[BOX_SENDS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Finds the receiver's mailbox. */
static int attach(struct send_box *box, int socket)
{
    struct sockaddr_un address;
    socklen_t length = mail_name(&address, MAIL_ROLE_BOX, box->home, box->pid, 0);
    int status;

    atomic_store(&box->connected, false);
    box_store_close(&box->store);
    status = mail_socket_connect(socket, &address, length);
    if (status < 0) {
        return status == -ECONNREFUSED ? -(int) known(KNOWN_WRITE_NOBODY) : status;
    }
    if (box_home.profile->box_messages > 0) {
        (void) box_store_find(&box->store, box->home, box->pid);
    }
    place_peer_find(&box->peer, box_store_keeper(&box->store), box->pid);
    if (!box_receiver_admits(box->home, box->pid, &box->peer)) {
        return -(int) known(KNOWN_WRITE_DENIED);
    }
    atomic_store(&box->connected, true);
    return 0;
}

/* Under box=N: takes a place before delivering. A place that was taken cannot be given back, so
 * everything else that could say "full" is asked before. */
static int take_place(const struct send_box *box, int socket, bool wait)
{
    struct pollfd room = {.fd = socket, .events = POLLOUT};

    if (box_home.faults.box == 0) {
        return 0;
    }
    if (!wait && raw_poll(&room, 1, 0) == 0) {
        return -EAGAIN;
    }
    return mail_fault_slot_take(box->home, box->pid, wait);
}

/* Whether STATUS tells that the mailbox which was found before is not there any more. */
static bool is_stale(int status)
{
    return status == -ECONNREFUSED || status == -ENOTCONN || status == -ECONNRESET ||
           status == -EPIPE;
}

/* Delivers after a stale attempt: the owner of the mailbox may have opened another one, or may be
 * about to replace its socket. */
static int deliver_again(struct send_box *box, int socket, struct box_mail *mail)
{
    const int nobody = -(int) known(KNOWN_WRITE_NOBODY);
    bool last = false;

    for (int looks = 0; looks < LOOKS_MAX; looks++) {
        int status = attach(box, socket);

        if (status == 0) {
            status = box_deliver(&box->store, socket, mail);
            if (!is_stale(status)) {
                return status;
            }
            /* It was there, and is replaced again. */
            last = false;
        } else if (status != nobody || last) {
            return status;
        } else {
            /* It may have been replaced just now: then one more look finds it. */
            last = !box_receiver_is_replaced(box->home, box->pid);
        }
        if (!last) {
            (void) raw_poll(NULL, 0, 1);
        }
    }
    return nobody;
}

/* Messages go from where this process runs to the receiver's home, and on to where that runs. */
static int reach(const struct send_box *box)
{
    uint32_t there = place_peer_address(&box->peer);
    int status = cluster_reach(place_own_address(), box->home);

    return status == 0 && there != 0 ? cluster_reach(box->home, there) : status;
}

static int deliver(struct send_box *box, int socket, const struct iovec *parts, int count,
                   size_t total)
{
    struct box_mail mail = {
        .info = {.home = box_home.ip,
                 .pid = box_home.pid,
                 .length = (uint32_t) total,
                 .space = box_home.space,
                 .location = place_own_address()},
        .to_home = box->home,
        .to_pid = box->pid,
        .parts = parts,
        .count = count,
        .wait = !atomic_load_explicit(&box->nonblock, memory_order_relaxed),
    };
    int status = reach(box);

    if (status == 0 && (!atomic_load_explicit(&box->connected, memory_order_acquire) ||
                        __builtin_expect(place_peer_has_changed(&box->peer), 0))) {
        status = attach(box, socket);
        /* Only now it is known where the receiver runs. */
        status = status == 0 ? reach(box) : status;
    }
    if (status == 0 && box_home.faulty) {
        status = take_place(box, socket, mail.wait);
    }
    if (status != 0) {
        return status;
    }
    status = box_deliver(&box->store, socket, &mail);
    return __builtin_expect(is_stale(status), 0) ? deliver_again(box, socket, &mail) : status;
}

static int deliver_faulty(struct send_box *box, int socket, const struct iovec *parts, int count,
                          size_t total)
{
    struct mail_fault_plan plan;
    struct iovec cut[KNOWN_PARTS_MAX];
    int status;

    if (mail_fault_interrupts()) {
        return -EINTR;
    }
    status = mail_fault_write(&plan);
    if (status < 0 || plan.lost) {
        return status;
    }
    if (total > plan.limit) {
        count = mail_fault_cut(parts, count, plan.limit, cut);
        parts = cut;
        total = plan.limit;
    }
    status = deliver(box, socket, parts, count, total);
    if (status == 0 && plan.twice) {
        /* If there is no room for the second one, it counts as lost. */
        (void) deliver(box, socket, parts, count, total);
    }
    return status;
}

/* The STATUS of a write as the box tells it: a ubox tells only in turns that nobody is there. */
static int told(struct send_box *box, int status)
{
    if (__builtin_expect(!box->is_ubox, 1) || known(KNOWN_WRITE_NOBODY_UBOX) == 0) {
        return status;
    }
    if (status == -(int) known(KNOWN_WRITE_NOBODY)) {
        bool silent = atomic_load(&box->tells_not);

        atomic_store(&box->tells_not, !silent);
        return silent ? 0 : status;
    }
    if (status == 0) {
        atomic_store(&box->tells_not, true);
    }
    return status;
}

static bool too_many(int count)
{
    return count < 0 || count > known(KNOWN_MESSAGE_PARTS);
}

/* The bytes in PARTS, or -errno when a message may not have that many bytes or parts. */
static ssize_t total_of(const struct iovec *parts, int count)
{
    size_t limit = (size_t) known(KNOWN_WRITE_MAX);
    size_t total = 0;

    if (too_many(count)) {
        return -(int) known(KNOWN_MESSAGE_TOO_MANY_PARTS);
    }
    for (int i = 0; i < count; i++) {
        if (parts[i].iov_len > limit - total) {
            return -(int) known(KNOWN_WRITE_TOO_LONG);
        }
        total += parts[i].iov_len;
    }
    return (ssize_t) total;
}

ssize_t box_send_write(int index, const struct iovec *parts, int count)
{
    struct send_box *box = &boxes[index];
    int socket = atomic_load_explicit(&box->handle, memory_order_acquire) - 1;
    ssize_t total = total_of(parts, count);
    int status;

    if (socket < 0 && !too_many(count)) {
        return -EBADF;
    }
    if (total < 0) {
        return total;
    }
    /* Whether there is a receiver is not asked then [real]. */
    if (__builtin_expect(box_socket_cannot_fill(parts, count), 0)) {
        return -EFAULT;
    }
    status = __builtin_expect(box_home.faulty, 0)
                 ? deliver_faulty(box, socket, parts, count, (size_t) total)
                 : deliver(box, socket, parts, count, (size_t) total);
    status = told(box, status);
    if (status == 0) {
        return total;
    }
    if (status == -EAGAIN) {
        return box_home.faults.full_errno != 0 ? -box_home.faults.full_errno
                                               : -(int) known(KNOWN_WRITE_FULL);
    }
    return status;
}

/* Says what is to be found after exec(). */
static void note(int index)
{
    const struct box_exec_sendbox sendbox = {
        .socket = atomic_load(&boxes[index].handle),
        .pid = boxes[index].pid,
        .home = boxes[index].home,
        .nonblock = atomic_load(&boxes[index].nonblock),
        .is_ubox = boxes[index].is_ubox,
    };

    box_exec_note_sendbox(index, &sendbox);
}

/* Whether standard output or error still is what dup2() has put there, if box INDEX is a copy. */
static bool is_in_place(int index)
{
    struct stat status;

    return index < KNOWN_SENDBOX_MAX ||
           (raw_call(SYS_fstat, STDOUT_FILENO + index - KNOWN_SENDBOX_MAX, (long) &status, 0, 0, 0,
                     0) == 0 &&
            S_ISSOCK(status.st_mode));
}

void box_send_resume(const struct box_exec_sendbox *sendboxes)
{
    for (int i = 0; i < BOX_SENDS; i++) {
        boxes[i].home = sendboxes[i].home;
        boxes[i].pid = sendboxes[i].pid;
        boxes[i].nonblock = sendboxes[i].nonblock != 0;
        boxes[i].is_ubox = sendboxes[i].is_ubox != 0;
        atomic_store(&boxes[i].handle, sendboxes[i].socket);
        if (sendboxes[i].socket != 0 && !is_in_place(i)) {
            (void) box_send_close(i);
        }
    }
}

int box_send_open(const struct path_target *target, int flags)
{
    int index = 0;
    int socket;

    if ((flags & O_WRONLY) == 0) {
        return -(int) known(KNOWN_SENDBOX_BAD_MODE);
    }
    if (!cluster_has(target->ip, box_home.ip) && place_own_number(target->ip) == 0) {
        return -(int) known(KNOWN_SENDBOX_UNKNOWN_NODE);
    }
    if (!cluster_is_linked(place_own_address(), target->ip != 0 ? target->ip : box_home.ip)) {
        return -(int) assumed(ASSUMED_SENDBOX_NODE_GONE);
    }
    if (box_home.faults.peer_open_errno != 0 && target->pid != box_home.pid) {
        return -box_home.faults.peer_open_errno;
    }
    pthread_mutex_lock(&lock);
    while (index < known(KNOWN_SENDBOX_LIMIT) && atomic_load(&boxes[index].handle) != 0) {
        index++;
    }
    if (index == known(KNOWN_SENDBOX_LIMIT)) {
        pthread_mutex_unlock(&lock);
        return -(int) known(KNOWN_SENDBOX_TOO_MANY);
    }
    socket = mail_socket_open();
    if (socket >= 0) {
        struct send_box *box = &boxes[index];

        box->home = target->ip != 0 ? target->ip : box_home.ip;
        box->pid = target->pid;
        box->nonblock = (flags & O_NONBLOCK) != 0 && assumed(ASSUMED_SENDBOX_OPEN_NONBLOCK) != 0;
        box->is_ubox = target->kind == PATH_UBOX;
        box->tells_not = false;
        box->connected = false;
        atomic_store_explicit(&box->handle, socket + 1, memory_order_release);
        note(index);
    }
    pthread_mutex_unlock(&lock);
    return socket < 0 ? socket : index;
}

int box_send_fcntl(int index, int command, long argument)
{
    struct send_box *box = &boxes[index];

    if (atomic_load(&box->handle) == 0) {
        return -EBADF;
    }
    if (command == F_GETFD) {
        return 0;
    }
    if (command != F_SETFL) {
        return -(int) known(KNOWN_SENDBOX_FCNTL);
    }
    if ((argument & O_NONBLOCK) != 0 && box_home.faults.nononblock) {
        return -EINVAL;
    }
    atomic_store(&box->nonblock, (argument & O_NONBLOCK) != 0);
    note(index);
    return 0;
}

int box_send_output(int fd)
{
    int index = KNOWN_SENDBOX_MAX + fd - STDOUT_FILENO;

    if (fd != STDOUT_FILENO && fd != STDERR_FILENO) {
        return -1;
    }
    return atomic_load_explicit(&boxes[index].handle, memory_order_relaxed) != 0 ? index : -1;
}

/* Puts a socket at TO that sends what others than this library write there: the C library itself,
 * and programs outside of the emulator. Without a receiver it sends nothing. */
static int place_bare(const struct send_box *box, int to)
{
    static _Atomic unsigned int serial;
    struct sockaddr_un address;
    socklen_t length;
    int status = 0;
    int socket;

    /* The image before may have taken some of the names. */
    do {
        length = mail_name(&address, MAIL_ROLE_BARE, box_home.ip, box_home.pid,
                           atomic_fetch_add(&serial, 1));
        socket = mail_socket_bind(&address, length);
    } while (socket == -EADDRINUSE);
    if (socket < 0) {
        return socket;
    }
    length = mail_name(&address, MAIL_ROLE_BOX, box->home, box->pid, 0);
    if (mail_socket_connect(socket, &address, length) < 0) {
        status = -(int) known(KNOWN_SENDBOX_DUP2_NOBODY);
    } else if (atomic_load(&box->nonblock)) {
        raw_fcntl(socket, F_SETFL, O_NONBLOCK);
    }
    if (status == 0 && raw_dup3(socket, to, 0) < 0) {
        status = -errno;
    }
    raw_close(socket);
    return status;
}

int box_send_dup2(int index, int to)
{
    struct send_box *box = &boxes[index];
    struct send_box *copy = &boxes[KNOWN_SENDBOX_MAX + to - STDOUT_FILENO];
    int socket;
    int status;

    if (atomic_load(&box->handle) == 0 || (to != STDOUT_FILENO && to != STDERR_FILENO)) {
        return -EBADF;
    }
    status = place_bare(box, to);
    if (status < 0) {
        return status;
    }
    (void) box_send_close((int) (copy - boxes));
    socket = mail_socket_open();
    if (socket < 0) {
        return socket;
    }
    pthread_mutex_lock(&lock);
    copy->home = box->home;
    copy->pid = box->pid;
    copy->is_ubox = box->is_ubox;
    copy->tells_not = false;
    atomic_store(&copy->nonblock, atomic_load(&box->nonblock));
    atomic_store(&copy->connected, false);
    atomic_store_explicit(&copy->handle, socket + 1, memory_order_release);
    note((int) (copy - boxes));
    pthread_mutex_unlock(&lock);
    return to;
}

void box_send_leave(int fd)
{
    int index = box_send_output(fd);

    if (index >= 0) {
        (void) box_send_close(index);
    }
}

int box_send_close(int index)
{
    int socket;

    pthread_mutex_lock(&lock);
    socket = atomic_exchange(&boxes[index].handle, 0) - 1;
    note(index);
    pthread_mutex_unlock(&lock);
    if (socket < 0) {
        return -EBADF;
    }
    raw_close(socket);
    box_store_close(&boxes[index].store);
    place_peer_forget(&boxes[index].peer);
    return 0;
}

bool box_send_owns(int fd)
{
    for (int i = 0; i < BOX_SENDS; i++) {
        if (atomic_load(&boxes[i].handle) == fd + 1) {
            return true;
        }
    }
    return false;
}

void box_send_fork_prepare(void)
{
    pthread_mutex_lock(&lock);
}

void box_send_fork_parent(void)
{
    pthread_mutex_unlock(&lock);
}

void box_send_fork_child(void)
{
    pthread_mutex_unlock(&lock);
    for (int i = 0; known(KNOWN_FORK_SENDBOX) == 0 && i < BOX_SENDS; i++) {
        (void) box_send_close(i);
    }
}
