/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading the mailbox through the queue: filters, flag 32, delays; see box_own.h.
 */
#include "box_own.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <time.h>

#include "assumed.h"
#include "box_home.h"
#include "mail_fault.h"
#include "mail_raw.h"

#define SECOND INT64_C(1000000000)

/* While a reader waits for a message that the queue has no room for, or that another thread may
 * put there, it looks again this often. */
#define LOOK_AGAIN (SECOND / 20)

/* Room for any message that comes without a memfd; used under the mailbox's lock. */
static char landing[MAIL_INLINE_MAX];

static int64_t now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_REALTIME, &time);
    return (int64_t) time.tv_sec * SECOND + time.tv_nsec;
}

static bool queue_is_full(void)
{
    return box_own.queue.messages >= (size_t) assumed(ASSUMED_KEPT_MESSAGES) ||
           box_own.queue.bytes >= (size_t) assumed(ASSUMED_KEPT_BYTES);
}

static bool takes_whole(void)
{
    return (box_own.policy.flags & (unsigned int) assumed(ASSUMED_MYBOX_FLAG_WHOLE)) != 0 ||
           assumed(ASSUMED_READ_CUTS) == 0;
}

/* Whether any message of the queue may be the next one to be read, not only the first. */
static bool any_is_next(void)
{
    return box_own.filter != NULL || takes_whole() || box_home.faults.delay_us > 0;
}

/* Moves what waits in the socket to the queue: one message where the first is the next, else as
 * many as the queue holds. -EAGAIN when the socket is empty, 0 when enough is there, -errno. */
static int drain(int socket, bool all)
{
    const struct iovec part = {.iov_base = landing, .iov_len = sizeof(landing)};

    while (!queue_is_full() && (all || box_own.queue.first == NULL)) {
        struct mail_arrival arrival;
        bool passed;
        int64_t due;
        int status = mail_collect(socket, &box_own.policy, &part, 1, MSG_DONTWAIT, &arrival);

        if (status == -EBADMSG) {
            continue;
        }
        if (status < 0) {
            return status;
        }
        passed = arrival.kind == MAIL_PASSED;
        due = arrival.stamp != 0 ? arrival.stamp + (int64_t) box_home.faults.delay_us * 1000 : 0;
        status = mail_queue_add(&box_own.queue, &arrival.info, passed ? NULL : landing,
                                passed ? arrival.content : -1, due);
        if (status < 0) {
            return status;
        }
    }
    return 0;
}

/* Whether MESSAGE meets the conditions of FILTER, also the one on its content. */
static bool matches(const struct mail_filter *filter, const struct mail_message *message)
{
    unsigned char sample[MAIL_PATTERN_MAX];
    const struct iovec part = {.iov_base = sample, .iov_len = filter->testlen};
    bool reached = false;

    if ((filter->conditions & MAIL_FILTER_PATTERN) != 0) {
        reached = mail_message_copy(message, (size_t) filter->testoffset, &part, 1) ==
                  (ssize_t) filter->testlen;
    }
    return mail_filter_matches(filter, &message->info, box_home.ip, reached ? sample : NULL);
}

/* Whether MESSAGE may be read into ROOM bytes: flag 32 takes only what fits. */
static bool fits(const struct mail_message *message, size_t skip, size_t room)
{
    return !takes_whole() || message->info.length <= room || message->info.length - room <= skip;
}

/* The link to the first message that FILTER (NULL = any) picks and that ROOM bytes hold, or NULL.
 * Messages whose time has not come are not there; when the next one's comes goes to WAKE. */
static struct mail_message **pick(const struct mail_filter *filter, size_t room, int64_t *wake)
{
    int conditions = filter != NULL ? filter->conditions : 0;
    bool numbered = (conditions & MAIL_FILTER_MESSAGENO) != 0;
    int number = numbered ? filter->msgno : 0;
    size_t skip = (conditions & MAIL_FILTER_OFFSET) != 0 ? (size_t) filter->msgoffset : 0;
    int64_t time = box_home.faults.delay_us > 0 ? now() : 0;

    for (struct mail_message **link = &box_own.queue.first; *link != NULL; link = &(*link)->next) {
        bool complies = fits(*link, skip, room) && (filter == NULL || matches(filter, *link));
        bool counts = complies || (numbered && assumed(ASSUMED_FILTER_NUMBERS) == 0);

        if ((*link)->due > time) {
            *wake = (*link)->due;
            return NULL;
        }
        if (counts && number-- == 0) {
            return complies ? link : NULL;
        }
    }
    return NULL;
}

void box_queue_refresh(void)
{
    bool queued = any_is_next() || box_own.queue.first != NULL || box_own.slots >= 0;

    atomic_store_explicit(&box_own.queued, queued, memory_order_release);
}

/* The filter in use, if its present content makes sense. 0 or -errno. */
static int current_filter(const struct mail_filter **filter)
{
    *filter = box_own.filter;
    return *filter != NULL ? mail_filter_check(*filter) : 0;
}

/* Copies the picked message out and removes it, unless the filter forbids that. */
static ssize_t hand_over(struct mail_message **link, const struct mail_filter *filter,
                         const struct iovec *parts, int count)
{
    int conditions = filter != NULL ? filter->conditions : 0;
    size_t offset = (conditions & MAIL_FILTER_OFFSET) != 0 ? (size_t) filter->msgoffset : 0;
    bool empty = (*link)->info.length == 0;
    ssize_t got = mail_message_copy(*link, offset, parts, count);

    if ((conditions & MAIL_FILTER_PREVENT_REMOVAL) == 0) {
        mail_queue_remove(&box_own.queue, link);
        if (box_own.slots >= 0) {
            mail_fault_slot_return(box_own.slots);
        }
        box_queue_refresh();
    }
    if (empty && (box_own.policy.flags & (unsigned int) assumed(ASSUMED_MYBOX_FLAG_EOF)) != 0) {
        atomic_store(&box_own.ended, true);
    }
    return got;
}

/* One attempt under the lock. -EAGAIN when there is nothing to read, and then what to wait for:
 * the socket, if it was emptied, until WAKE. */
static ssize_t attempt(int socket, const struct iovec *parts, int count, bool *emptied,
                       int64_t *wake)
{
    const struct mail_filter *filter;
    struct mail_message **link;
    size_t room = 0;
    int drained = drain(socket, any_is_next());
    int status = current_filter(&filter);

    box_queue_refresh();
    *emptied = drained == -EAGAIN;
    if (status < 0 || (drained < 0 && drained != -EAGAIN)) {
        return status < 0 ? status : drained;
    }
    for (int i = 0; i < count; i++) {
        room += parts[i].iov_len;
    }
    link = pick(filter, room, wake);
    return link != NULL ? hand_over(link, filter, parts, count) : -EAGAIN;
}

/* Waits for the socket, if it is worth it, or until WAKE. 0 or -EINTR. */
static int await(int socket, bool emptied, int64_t wake)
{
    struct pollfd readable = {.fd = socket, .events = POLLIN};
    int64_t left = LOOK_AGAIN;
    struct timespec limit;

    if (wake != 0) {
        left = wake - now();
        left = left < 0 ? 0 : left < LOOK_AGAIN ? left : LOOK_AGAIN;
    }
    limit = (struct timespec){.tv_sec = left / SECOND, .tv_nsec = left % SECOND};
    return ppoll(&readable, emptied ? 1 : 0, &limit, NULL) < 0 && errno == EINTR ? -EINTR : 0;
}

ssize_t box_queue_read(int socket, const struct iovec *parts, int count)
{
    const unsigned int nonblock = (unsigned int) assumed(ASSUMED_MYBOX_FLAG_NONBLOCK);

    for (;;) {
        int64_t wake = 0;
        bool emptied;
        ssize_t got;

        pthread_mutex_lock(&box_own.lock);
        got = attempt(socket, parts, count, &emptied, &wake);
        pthread_mutex_unlock(&box_own.lock);
        if (got == -EAGAIN && (box_own.policy.flags & nonblock) != 0) {
            return -(int) assumed(ASSUMED_READ_EMPTY);
        }
        if (got != -EAGAIN) {
            return got;
        }
        if (await(socket, emptied, wake) < 0) {
            return -EINTR;
        }
    }
}

ssize_t box_queue_probe(int socket)
{
    const struct mail_filter *filter;
    struct mail_message **link = NULL;
    int64_t wake = 0;
    ssize_t found = -(int) assumed(ASSUMED_READ_EMPTY);
    int status;

    pthread_mutex_lock(&box_own.lock);
    status = drain(socket, any_is_next());
    box_queue_refresh();
    if (status == -EAGAIN || status == 0) {
        status = current_filter(&filter);
        link = status == 0 ? pick(filter, SIZE_MAX, &wake) : NULL;
    }
    if (link != NULL) {
        found = assumed(ASSUMED_READ_PROBE_LENGTH) != 0 ? (ssize_t) (*link)->info.length : 0;
    }
    pthread_mutex_unlock(&box_own.lock);
    return status < 0 ? status : found;
}

int box_queue_which(int socket, unsigned char *bitmap)
{
    int found = 0;
    int status = drain(socket, true);

    box_queue_refresh();
    if (status < 0 && status != -EAGAIN) {
        return status;
    }
    memset(bitmap, 0, ((size_t) box_own.stored_count + CHAR_BIT - 1) / CHAR_BIT);
    for (long i = 0; i < box_own.stored_count; i++) {
        int64_t wake = 0;

        if (pick(&box_own.stored[i], SIZE_MAX, &wake) != NULL) {
            bitmap[i / CHAR_BIT] |= (unsigned char) (1u << i % CHAR_BIT);
            found++;
        }
    }
    return assumed(ASSUMED_FILTER_WHICH_COUNTS) != 0 ? found : 0;
}
