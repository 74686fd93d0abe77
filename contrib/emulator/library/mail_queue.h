/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Messages that were taken from the mailbox's socket and not yet read: those that a filter, flag
 * 32 or a delay passed over. Not locked: the mailbox locks.
 */
#ifndef MOSIX_EMULATOR_MAIL_QUEUE_H
#define MOSIX_EMULATOR_MAIL_QUEUE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "mail_wire.h"

struct mail_message {
    struct mail_message *next;
    struct mail_info info;
    int64_t due;  /* nanoseconds of CLOCK_REALTIME before which it is not there; 0 = at once */
    int64_t kept; /* where box_kept.h has it, or -1; of no meaning here */
    int content;  /* descriptor that holds the content, or -1: then it is in data */
    char data[];
};

struct mail_queue {
    struct mail_message *first;
    struct mail_message **end; /* NULL in an empty queue that was never used */
    size_t messages;
    size_t bytes;
};

/*
 * Appends a message. DATA is copied; or DATA is NULL and CONTENT is a descriptor that the queue
 * owns from here on, also if the call fails. 0 or -ENOMEM.
 */
int mail_queue_add(struct mail_queue *queue, const struct mail_info *info, const void *data,
                   int content, int64_t due);

/* The message that was added last; NULL in an empty queue. */
struct mail_message *mail_queue_last(const struct mail_queue *queue);

/* Removes and frees the message to which LINK (a next field, or queue->first) points. */
void mail_queue_remove(struct mail_queue *queue, struct mail_message **link);

/* Removes all messages. */
void mail_queue_clear(struct mail_queue *queue);

/*
 * Copies the message from byte OFFSET on to PARTS, as much as fits. Returns the bytes copied, 0
 * beyond the end, or -errno.
 */
ssize_t mail_message_copy(const struct mail_message *message, size_t offset,
                          const struct iovec *parts, int count);

#endif
