/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Messages taken from the socket and not yet read; see mail_queue.h.
 */
#include "mail_queue.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "raw_call.h"

int mail_queue_add(struct mail_queue *queue, const struct mail_info *info, const void *data,
                   int content, int64_t due)
{
    size_t size = data != NULL ? info->length : 0;
    struct mail_message *message = malloc(sizeof(*message) + size);

    if (message == NULL) {
        if (content >= 0) {
            raw_close(content);
        }
        return -ENOMEM;
    }
    message->next = NULL;
    message->info = *info;
    message->due = due;
    message->content = content;
    message->kept = -1;
    if (size > 0) {
        memcpy(message->data, data, size);
    }
    if (queue->first == NULL) {
        queue->end = &queue->first;
    }
    *queue->end = message;
    queue->end = &message->next;
    queue->messages++;
    queue->bytes += info->length;
    return 0;
}

struct mail_message *mail_queue_last(const struct mail_queue *queue)
{
    return queue->first == NULL ? NULL
                                : (struct mail_message *) ((char *) queue->end -
                                                           offsetof(struct mail_message, next));
}

void mail_queue_remove(struct mail_queue *queue, struct mail_message **link)
{
    struct mail_message *message = *link;

    *link = message->next;
    if (message->next == NULL) {
        queue->end = link;
    }
    queue->messages--;
    queue->bytes -= message->info.length;
    if (message->content >= 0) {
        raw_close(message->content);
    }
    free(message);
}

void mail_queue_clear(struct mail_queue *queue)
{
    while (queue->first != NULL) {
        mail_queue_remove(queue, &queue->first);
    }
}

ssize_t mail_message_copy(const struct mail_message *message, size_t offset,
                          const struct iovec *parts, int count)
{
    size_t done = 0;

    if (offset >= message->info.length) {
        return 0;
    }
    if (message->content >= 0) {
        ssize_t got = raw_preadv(message->content, parts, count, (off_t) offset);

        return got < 0 ? -errno : got;
    }
    for (int i = 0; i < count && offset + done < message->info.length; i++) {
        size_t left = message->info.length - offset - done;
        size_t size = parts[i].iov_len < left ? parts[i].iov_len : left;

        if (size > 0) {
            memcpy(parts[i].iov_base, message->data + offset + done, size);
        }
        done += size;
    }
    return (ssize_t) done;
}
