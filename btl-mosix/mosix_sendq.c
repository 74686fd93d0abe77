/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The queue of unwritten messages of one peer; see mosix_sendq.h.
 */
#include "mosix_sendq.h"

void mosix_sendq_push(struct mosix_sendq *queue, struct mosix_sendq_item *item)
{
    item->next = NULL;
    if (queue->last == NULL) {
        queue->first = item;
    } else {
        queue->last->next = item;
    }
    queue->last = item;
}

struct mosix_sendq_item *mosix_sendq_pop(struct mosix_sendq *queue)
{
    struct mosix_sendq_item *item = queue->first;

    if (item == NULL) {
        return NULL;
    }
    queue->first = item->next;
    if (queue->first == NULL) {
        queue->last = NULL;
    }
    item->next = NULL;
    return item;
}

void mosix_sendq_append(struct mosix_sendq *to, struct mosix_sendq *from)
{
    if (from->first == NULL) {
        return;
    }
    if (to->last == NULL) {
        to->first = from->first;
    } else {
        to->last->next = from->first;
    }
    to->last = from->last;
    *from = (struct mosix_sendq){NULL, NULL};
}
