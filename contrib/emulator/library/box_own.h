/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The mailbox of this process. Everything returns >= 0 or -errno.
 *
 * An ordinary read is one recvmsg() into the caller's memory, without a lock. Filters, flag 32,
 * and some faults need a look at more than the next message: then messages are moved to a queue
 * first, under a lock, and read from there until it is empty.
 */
#ifndef MOSIX_EMULATOR_BOX_OWN_H
#define MOSIX_EMULATOR_BOX_OWN_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "mail_filter.h"
#include "mail_queue.h"
#include "mail_socket.h"

struct box_own {
    _Atomic int handle;   /* socket + 1; 0 = no mailbox */
    _Atomic bool queued;  /* reads must go through the queue */
    _Atomic bool ended;   /* flag 64: a message of length zero was read */
    int permit;           /* socket whose name tells the permission flags; -1 = none needed */
    int slots;            /* socket that counts messages under box=N; -1 = no such fault */
    pthread_mutex_t lock; /* of everything below, and of opening and closing */
    struct mail_policy policy;
    struct mail_queue queue;
    const struct mail_filter *filter; /* NULL = none */
    struct mail_filter filter_copy;
    struct mail_filter *stored;
    long stored_count;
};

extern struct box_own box_own;

/* open() of the mailbox with open's FLAGS and the mailbox flags that came as MODE. */
int box_own_open(int flags, unsigned int mode);

int box_own_close(void);

/* One message into PARTS, cut if it is longer. Waits for one unless flag 8 is set. */
ssize_t box_own_read(const struct iovec *parts, int count);

/* read(box, NULL, -1): the length of the next message [assumed], consuming nothing [seen]. */
ssize_t box_own_probe(void);

/* The three filter requests. ARGUMENT is the program's pointer. */
int box_own_ioctl(unsigned long request, void *argument);

/* Whether the kernel's descriptor FD belongs to the mailbox. */
bool box_own_owns(int fd);

/* Around fork(): the child has no mailbox, and may open its own. */
void box_own_fork_prepare(void);
void box_own_fork_parent(void);
void box_own_fork_child(void);

/*
 * For box_own.c and box_queue.c only. Reading through the queue: as box_own_read() and
 * box_own_probe(); SOCKET is the mailbox's.
 */
ssize_t box_queue_read(int socket, const struct iovec *parts, int count);
ssize_t box_queue_probe(int socket);

/* SIOCWHICH: sets bit i of BITMAP where stored filter i has a message. Returns the bits set. */
int box_queue_which(int socket, unsigned char *bitmap);

/* Decides anew whether reads must go through the queue. The caller holds the lock. */
void box_queue_refresh(void);

#endif
