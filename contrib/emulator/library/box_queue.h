/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The messages that were taken from the mailbox's socket and not yet read, and the filters that
 * choose among them. An ordinary read goes straight to the socket; a read goes through this queue
 * while a filter, flag 32 or a fault needs a look at more than the next message.
 *
 * There is one mailbox, so there is one queue. The caller holds the mailbox's lock, except where a
 * comment says otherwise. SOCKET and POLICY are the mailbox's. Everything returns >= 0 or -errno.
 */
#ifndef MOSIX_EMULATOR_BOX_QUEUE_H
#define MOSIX_EMULATOR_BOX_QUEUE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "mail_collect.h"
#include "mail_filter.h"

/* What came of one attempt to read. */
struct box_queue_attempt {
    struct mail_info message; /* that was read */
    bool beyond;              /* at the number that a filter wants is no message that complies */
    bool none_fits;           /* flag 32: messages wait, but none fits */
    bool drained;             /* the socket holds nothing more: it is worth waiting for */
    int64_t wake; /* when a delayed message is due, nanoseconds of CLOCK_REALTIME; 0 = none is */
};

/* For a mailbox that was just opened, for one of the image before, whose messages are in KEPT (-1:
 * none), and for one that is closed. */
void box_queue_open(void);
void box_queue_resume(int kept);
void box_queue_close(void);

/* Moves all that waits in SOCKET, which takes no more, to the queue, whatever its limits. POLICY is
 * the one under which the messages came. */
void box_queue_rescue(int socket, const struct mail_policy *policy);

/* Decides again whether reads must go through the queue; call it when the flags changed. */
void box_queue_refresh(const struct mail_policy *policy);

/* What that decision was. Needs no lock. */
bool box_queue_in_use(void);

/* Reads one message, as read() does, but does not wait: -EAGAIN, and ATTEMPT says what to wait for.
 */
ssize_t box_queue_read(int socket, const struct mail_policy *policy, const struct iovec *parts,
                       int count, struct box_queue_attempt *attempt);

/* Waits until another attempt is worth it. 0 or -EINTR. The caller does not hold the lock. */
int box_queue_await(int socket, const struct box_queue_attempt *attempt);

/* Finds the message that would be read next. 0 and MESSAGE; the row read.empty when there is none.
 */
int box_queue_probe(int socket, const struct mail_policy *policy, struct mail_info *message);

/* SIOCINTERESTED: messages that FILTER (NULL = none) does not pick are passed over. Returns the low
 * 32 bits of the previous filter's address, signed [real]. FILTER is looked at when something is
 * read. */
long box_queue_set_filter(const struct mail_policy *policy, const struct mail_filter *filter);

/* SIOCSTOREINTERESTS: remembers the filters of LIST (NULL = none) for box_queue_which(). */
int box_queue_store_filters(const struct mail_filter_list *list);

/* SIOCWHICH: sets bit i of BITMAP where stored filter i has a message. */
int box_queue_which(int socket, const struct mail_policy *policy, unsigned char *bitmap);

/* Whether the kernel's descriptor FD belongs to the queue. Needs no lock. */
bool box_queue_owns(int fd);

#endif
