/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What could not be written to one peer yet, oldest first. Each item contains its own link, so
 * queueing never needs memory. Libc only, not thread-safe.
 */
#ifndef MOSIX_SENDQ_H
#define MOSIX_SENDQ_H

#include <stdbool.h>
#include <stddef.h>

struct mosix_sendq_item {
    struct mosix_sendq_item *next;
};

/* All zero is a valid empty queue. */
struct mosix_sendq {
    struct mosix_sendq_item *first;
    struct mosix_sendq_item *last;
};

static inline bool mosix_sendq_is_empty(const struct mosix_sendq *queue)
{
    return queue->first == NULL;
}

/* The oldest item, which stays queued, or NULL. */
static inline struct mosix_sendq_item *mosix_sendq_peek(const struct mosix_sendq *queue)
{
    return queue->first;
}

/* Appends item, which must not be in a queue. */
void mosix_sendq_push(struct mosix_sendq *queue, struct mosix_sendq_item *item);

/* Takes the oldest item out and returns it, or NULL. */
struct mosix_sendq_item *mosix_sendq_pop(struct mosix_sendq *queue);

/* Appends all of from to to; from is empty afterwards. */
void mosix_sendq_append(struct mosix_sendq *to, struct mosix_sendq *from);

#endif
