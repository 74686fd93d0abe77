/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The socket and the store of this process' mailbox; see box_inbox.h.
 */
#include "box_inbox.h"

#include <errno.h>
#include <sys/socket.h>

#include "box_home.h"
#include "box_store.h"
#include "mail_socket.h"
#include "place_own.h"

static struct box_store store;

void box_inbox_open(void)
{
    const struct profile *profile = box_home.profile;

    /* The fault box=N has a limit of its own. */
    if (profile->box_messages > 0 && box_home.faults.box == 0 && store.head == NULL) {
        (void) box_store_create(&store, box_home.ip, box_home.pid, profile->box_messages,
                                profile->box_bytes);
        box_store_set_keeper(&store, place_own_keeper());
    }
}

void box_inbox_close(void)
{
    box_store_close(&store);
}

int box_inbox_store(void)
{
    return store.fd - 1;
}

void box_inbox_resume(int fd)
{
    if (fd >= 0) {
        (void) box_store_resume(&store, fd);
    }
}

void box_inbox_note_last(const struct box_store_last *last)
{
    box_store_note_last(&store, last);
}

void box_inbox_last(struct box_store_last *last)
{
    box_store_last(&store, last);
}

/* The first message of the store. A long one comes in a memfd, as from the socket. */
static int collect_stored(const struct iovec *parts, int count, struct mail_arrival *arrival)
{
    struct iovec content;
    const void *data;
    ssize_t got;
    int status = box_store_look(&store, &arrival->info, &data);

    if (status < 0) {
        return status;
    }
    *arrival = (struct mail_arrival){.info = arrival->info, .kind = MAIL_INLINE, .content = -1};
    if (arrival->info.length > MAIL_INLINE_MAX) {
        content = (struct iovec){.iov_base = (void *) data, .iov_len = arrival->info.length};
        arrival->kind = MAIL_PASSED;
        arrival->content = mail_content(&content, 1, content.iov_len);
        if (arrival->content < 0) {
            return arrival->content;
        }
        count = 0;
    }
    got = box_store_take(&store, &arrival->info, parts, count);
    arrival->stored = got < 0 ? 0 : (size_t) got;
    return 0;
}

/* From the socket, which has what is older, else from the store. */
static int collect_locked(int socket, const struct mail_policy *policy, const struct iovec *parts,
                          int count, struct mail_arrival *arrival)
{
    int status = mail_collect(socket, policy, parts, count, MSG_DONTWAIT, arrival);

    return status == -EAGAIN ? collect_stored(parts, count, arrival) : status;
}

int box_inbox_collect(int socket, const struct mail_policy *policy, const struct iovec *parts,
                      int count, int flags, struct mail_arrival *arrival)
{
    struct box_store_signals saved;
    int status;

    if (__builtin_expect(box_store_waiting(&store) == 0, 1)) {
        return mail_collect(socket, policy, parts, count, flags, arrival);
    }
    box_store_lock(&store, &saved);
    status = collect_locked(socket, policy, parts, count, arrival);
    box_store_unlock(&store, &saved);
    /* Nothing is there any more: then ask again, and wait where that is wanted. */
    return status == -EAGAIN ? -EBADMSG : status;
}

int box_inbox_peek(int socket, const struct mail_policy *policy, struct mail_info *info)
{
    struct box_store_signals saved;
    int status = mail_peek(socket, policy, info);

    if (status != -EAGAIN || box_store_waiting(&store) == 0) {
        return status;
    }
    box_store_lock(&store, &saved);
    status = mail_peek(socket, policy, info);
    if (status == -EAGAIN) {
        status = box_store_look(&store, info, NULL);
    }
    box_store_unlock(&store, &saved);
    return status;
}

void box_inbox_taken(const struct mail_info *info)
{
    if (info->counted && store.head != NULL) {
        box_store_release(&store, info->length);
    }
}

bool box_inbox_owns(int fd)
{
    return store.fd == fd + 1;
}
