/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The file of the queue's messages; see box_kept.h. It is a list of entries, each with the
 * message's bytes after it, to which it only grows until the queue is empty.
 */
#include "box_kept.h"

#include <stdlib.h>

#include "box_exec.h"
#include "box_home.h"
#include "mail_socket.h"
#include "raw_call.h"
#include "raw_memfd.h"

#define KEPT_NAME "mosix-kept"

struct entry {
    struct mail_info info;
    int64_t due;
    int32_t content; /* descriptor of the message's bytes, or -1: they follow */
    uint32_t removed;
};

static struct {
    int file; /* + 1; 0 = none */
    int64_t end;
} kept;

static bool put(const void *data, size_t size, int64_t at)
{
    return raw_call(SYS_pwrite64, kept.file - 1, (long) data, (long) size, at, 0, 0) == (long) size;
}

static bool get(int file, void *data, size_t size, int64_t at)
{
    return raw_call(SYS_pread64, file, (long) data, (long) size, at, 0, 0) == (long) size;
}

/* The bytes that follow ENTRY. */
static size_t following(const struct entry *entry)
{
    return entry->content >= 0 ? 0 : entry->info.length;
}

static bool make_file(void)
{
    int low = raw_memfd(KEPT_NAME, 0);
    int fd = low < 0 ? -1 : raw_fcntl(low, F_DUPFD, MAIL_HIDDEN_MIN);

    if (low >= 0) {
        raw_close(low);
    }
    kept.file = fd + 1;
    kept.end = 0;
    box_exec_note_kept(fd);
    return fd >= 0;
}

void box_kept_add(struct mail_message *message)
{
    const struct entry entry = {message->info, message->due, message->content, 0};

    message->kept = -1;
    if (!box_home.profile->exec_keeps_boxes || (kept.file == 0 && !make_file())) {
        return;
    }
    if (!put(&entry, sizeof(entry), kept.end) ||
        !put(message->data, following(&entry), kept.end + (int64_t) sizeof(entry))) {
        return;
    }
    if (entry.content >= 0) {
        (void) raw_fcntl(entry.content, F_SETFD, 0);
    }
    message->kept = kept.end;
    kept.end += (int64_t) (sizeof(entry) + following(&entry));
}

void box_kept_remove(const struct mail_message *message, bool last)
{
    const uint32_t removed = 1;

    if (kept.file == 0) {
        return;
    }
    if (last) {
        kept.end = 0;
        (void) raw_call(SYS_ftruncate, kept.file - 1, 0, 0, 0, 0, 0);
    } else if (message->kept >= 0) {
        (void) put(&removed, sizeof(removed),
                   message->kept + (int64_t) offsetof(struct entry, removed));
    }
}

int box_kept_fd(void)
{
    return kept.file - 1;
}

void box_kept_close(void)
{
    if (kept.file > 0) {
        raw_close(kept.file - 1);
    }
    kept.file = 0;
}

/* Adds the message of ENTRY, whose bytes are at AT. */
static void add(struct mail_queue *queue, const struct entry *entry, int64_t at)
{
    size_t size = following(entry);
    char *data = malloc(size + 1);

    if (data != NULL && get(kept.file - 1, data, size, at) &&
        mail_queue_add(queue, &entry->info, entry->content >= 0 ? NULL : data, entry->content,
                       entry->due) == 0) {
        mail_queue_last(queue)->kept = at - (int64_t) sizeof(*entry);
    }
    free(data);
}

void box_kept_resume(int fd, struct mail_queue *queue)
{
    struct entry entry;

    kept.file = fd + 1;
    kept.end = 0;
    while (fd >= 0 && get(fd, &entry, sizeof(entry), kept.end)) {
        kept.end += (int64_t) sizeof(entry);
        if (entry.removed == 0) {
            add(queue, &entry, kept.end);
        }
        kept.end += (int64_t) following(&entry);
    }
}

void box_kept_drop(int fd)
{
    struct entry entry;

    for (int64_t at = 0; fd >= 0 && get(fd, &entry, sizeof(entry), at);) {
        if (entry.removed == 0 && entry.content >= 0) {
            raw_close(entry.content);
        }
        at += (int64_t) (sizeof(entry) + following(&entry));
    }
    if (fd >= 0) {
        raw_close(fd);
    }
}

bool box_kept_owns(int fd)
{
    return kept.file == fd + 1;
}
