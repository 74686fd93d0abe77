/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading the mailbox through the queue: filters, flag 32, delays; see box_queue.h.
 */
#include "box_queue.h"

#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "assumed.h"
#include "box_home.h"
#include "box_inbox.h"
#include "box_kept.h"
#include "box_socket.h"
#include "mail_fault.h"
#include "mail_queue.h"
#include "raw_call.h"

#define SECOND INT64_C(1000000000)

/* While a reader waits for a message that the queue has no room for, or that another thread may
 * put there, it looks again this often. */
#define LOOK_AGAIN (SECOND / 20)

static struct {
    _Atomic bool in_use; /* reads must go through the queue */
    _Atomic int slots;   /* socket + 1 that counts messages under box=N; 0 = no such fault */
    struct mail_queue messages;
    const struct mail_filter *filter; /* NULL = none */
    const struct mail_filter *named;  /* what the program gave for it */
    struct mail_filter filter_copy;
    struct mail_filter *stored;
    long stored_count;
} queue;

/* Room for any message that comes without a memfd. */
static char landing[MAIL_INLINE_MAX];

static int64_t now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_REALTIME, &time);
    return (int64_t) time.tv_sec * SECOND + time.tv_nsec;
}

static bool queue_is_full(void)
{
    return queue.messages.messages >= (size_t) assumed(ASSUMED_KEPT_MESSAGES) ||
           queue.messages.bytes >= (size_t) assumed(ASSUMED_KEPT_BYTES);
}

static bool takes_whole(const struct mail_policy *policy)
{
    return (policy->flags & (unsigned int) known(KNOWN_MYBOX_FLAG_WHOLE)) != 0 ||
           known(KNOWN_READ_CUTS) == 0;
}

/* Whether any message of the queue may be the next one to be read, not only the first. */
static bool any_is_next(const struct mail_policy *policy)
{
    return queue.filter != NULL || takes_whole(policy) || box_home.faults.delay_us > 0;
}

/* Moves one message from the socket to the queue. 0; -EAGAIN when the socket is empty; -errno. */
static int move_one(int socket, const struct mail_policy *policy)
{
    const struct iovec part = {.iov_base = landing, .iov_len = sizeof(landing)};
    struct mail_arrival arrival;
    bool passed;
    int64_t due;
    int status;

    do {
        status = box_inbox_collect(socket, policy, &part, 1, MSG_DONTWAIT, &arrival);
    } while (status == -EBADMSG);
    if (status < 0) {
        return status;
    }
    passed = arrival.kind == MAIL_PASSED;
    due = arrival.stamp != 0 ? arrival.stamp + (int64_t) box_home.faults.delay_us * 1000 : 0;
    status = mail_queue_add(&queue.messages, &arrival.info, passed ? NULL : landing,
                            passed ? arrival.content : -1, due);
    if (status == 0) {
        box_kept_add(mail_queue_last(&queue.messages));
    }
    return status;
}

/* Moves what waits in the socket to the queue: one message where the first is the next, else as
 * many as the queue holds. -EAGAIN when the socket is empty, 0 when enough is there, -errno. */
static int drain(int socket, const struct mail_policy *policy, bool all)
{
    int status = 0;

    while (status == 0 && !queue_is_full() && (all || queue.messages.first == NULL)) {
        status = move_one(socket, policy);
    }
    return status;
}

void box_queue_rescue(int socket, const struct mail_policy *policy)
{
    while (move_one(socket, policy) == 0) {
    }
}

/* Whether MESSAGE meets the conditions of FILTER, also the one on its content, and reaches its
 * offset [real]. */
static bool matches(const struct mail_filter *filter, const struct mail_message *message)
{
    unsigned char sample[MAIL_PATTERN_MAX];
    const struct iovec part = {.iov_base = sample, .iov_len = filter->testlen};
    bool reached = false;

    if ((filter->conditions & MAIL_FILTER_PATTERN) != 0) {
        reached = mail_message_copy(message, (size_t) filter->testoffset, &part, 1) ==
                  (ssize_t) filter->testlen;
    }
    return ((filter->conditions & MAIL_FILTER_OFFSET) == 0 ||
            message->info.length >= (uint32_t) filter->msgoffset) &&
           mail_filter_matches(filter, &message->info, box_home.ip, reached ? sample : NULL);
}

/* Whether MESSAGE may be read into ROOM bytes: flag 32 takes only what fits. */
static bool fits(const struct mail_policy *policy, const struct mail_message *message, size_t skip,
                 size_t room)
{
    return !takes_whole(policy) || message->info.length <= room ||
           message->info.length - room <= skip;
}

/* The link to the first message that FILTER (NULL = any) picks and that ROOM bytes hold, or NULL.
 * Messages whose time has not come are not there; when the next one's comes goes to WAKE. */
static struct mail_message **pick(const struct mail_policy *policy,
                                  const struct mail_filter *filter, size_t room, int64_t *wake)
{
    int conditions = filter != NULL ? filter->conditions : 0;
    bool numbered = (conditions & MAIL_FILTER_MESSAGENO) != 0;
    int number = numbered ? filter->msgno - (int) known(KNOWN_FILTER_FIRST_NUMBER) : 0;
    size_t skip = (conditions & MAIL_FILTER_OFFSET) != 0 ? (size_t) filter->msgoffset : 0;
    int64_t time = box_home.faults.delay_us > 0 ? now() : 0;

    for (struct mail_message **link = &queue.messages.first; *link != NULL; link = &(*link)->next) {
        bool complies =
            fits(policy, *link, skip, room) && (filter == NULL || matches(filter, *link));
        bool counts = complies || (numbered && known(KNOWN_FILTER_NUMBERS) == 0);

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

void box_queue_refresh(const struct mail_policy *policy)
{
    bool needed = any_is_next(policy) || queue.messages.first != NULL || queue.slots != 0;

    atomic_store_explicit(&queue.in_use, needed, memory_order_release);
}

bool box_queue_in_use(void)
{
    return atomic_load_explicit(&queue.in_use, memory_order_acquire);
}

void box_queue_open(void)
{
    int slots = box_home.faults.box > 0 ? mail_fault_slots_open() : -1;

    queue.slots = slots < 0 ? 0 : slots + 1;
}

void box_queue_resume(int kept)
{
    box_queue_open();
    box_kept_resume(kept, &queue.messages);
}

void box_queue_close(void)
{
    int slots = atomic_exchange(&queue.slots, 0) - 1;

    if (slots >= 0) {
        raw_close(slots);
    }
    mail_queue_clear(&queue.messages);
    box_kept_close();
    free(queue.stored);
    queue.stored = NULL;
    queue.stored_count = 0;
    queue.filter = queue.named = NULL;
}

bool box_queue_owns(int fd)
{
    return atomic_load(&queue.slots) == fd + 1 || box_kept_owns(fd);
}

long box_queue_set_filter(const struct mail_policy *policy, const struct mail_filter *filter)
{
    long previous = (int32_t) (uintptr_t) queue.named;

    queue.named = filter;
    if (filter != NULL && known(KNOWN_FILTER_LIVE) == 0) {
        queue.filter_copy = *filter;
        filter = &queue.filter_copy;
    }
    queue.filter = filter;
    box_queue_refresh(policy);
    return previous;
}

int box_queue_store_filters(const struct mail_filter_list *list)
{
    struct mail_filter *copy = NULL;
    long count = list != NULL && list->filters != NULL ? list->count : 0;

    if (count < 0 || count > known(KNOWN_FILTER_LIMIT)) {
        return -(int) known(KNOWN_FILTER_BAD);
    }
    for (long i = 0; i < count; i++) {
        int status = mail_filter_check(&list->filters[i]);

        if (status < 0) {
            return status;
        }
    }
    if (count > 0) {
        copy = malloc((size_t) count * sizeof(*copy));
        if (copy == NULL) {
            return -ENOMEM;
        }
        memcpy(copy, list->filters, (size_t) count * sizeof(*copy));
    }
    free(queue.stored);
    queue.stored = copy;
    queue.stored_count = count;
    return 0;
}

/* The filter in use, if its present content makes sense: that is asked only when there is a message
 * [real]. 0 or -errno. */
static int current_filter(const struct mail_filter **filter)
{
    *filter = queue.filter;
    return *filter != NULL && queue.messages.first != NULL ? mail_filter_check(*filter) : 0;
}

/* Whether FILTER names a place in the queue, and the queue is not empty. */
static bool is_numbered(const struct mail_filter *filter)
{
    return filter != NULL && (filter->conditions & MAIL_FILTER_MESSAGENO) != 0 &&
           queue.messages.first != NULL;
}

/* Copies the picked message out and removes it, unless the filter forbids that, or there is no
 * memory for what is to be copied. */
static ssize_t hand_over(const struct mail_policy *policy, struct mail_message **link,
                         const struct mail_filter *filter, const struct iovec *parts, int count)
{
    int conditions = filter != NULL ? filter->conditions : 0;
    size_t offset = (conditions & MAIL_FILTER_OFFSET) != 0 ? (size_t) filter->msgoffset : 0;
    int slots = queue.slots - 1;
    ssize_t got;

    if ((*link)->info.length > offset && box_socket_cannot_fill(parts, count)) {
        return -EFAULT;
    }
    got = mail_message_copy(*link, offset, parts, count);
    if ((conditions & MAIL_FILTER_PREVENT_REMOVAL) == 0) {
        box_inbox_taken(&(*link)->info);
        box_kept_remove(*link, queue.messages.messages == 1);
        mail_queue_remove(&queue.messages, link);
        if (slots >= 0) {
            mail_fault_slot_return(slots);
        }
        box_queue_refresh(policy);
    }
    return got;
}

ssize_t box_queue_read(int socket, const struct mail_policy *policy, const struct iovec *parts,
                       int count, struct box_queue_attempt *attempt)
{
    const struct mail_filter *filter;
    struct mail_message **link;
    size_t room = 0;
    int drained = drain(socket, policy, any_is_next(policy));
    int status = current_filter(&filter);

    box_queue_refresh(policy);
    *attempt = (struct box_queue_attempt){.drained = drained == -EAGAIN};
    if (status < 0 || (drained < 0 && drained != -EAGAIN)) {
        return status < 0 ? status : drained;
    }
    for (int i = 0; i < count; i++) {
        room += parts[i].iov_len;
    }
    link = pick(policy, filter, room, &attempt->wake);
    if (link == NULL) {
        attempt->beyond = is_numbered(filter);
        attempt->none_fits = queue.filter == NULL && queue.messages.first != NULL &&
                             takes_whole(policy) && attempt->wake == 0;
        return -EAGAIN;
    }
    attempt->message = (*link)->info;
    return hand_over(policy, link, filter, parts, count);
}

int box_queue_await(int socket, const struct box_queue_attempt *attempt)
{
    struct pollfd readable = {.fd = socket, .events = POLLIN};
    int64_t left = LOOK_AGAIN;
    struct timespec limit;

    if (attempt->wake != 0) {
        left = attempt->wake - now();
        left = left < 0 ? 0 : left < LOOK_AGAIN ? left : LOOK_AGAIN;
    }
    limit = (struct timespec){.tv_sec = left / SECOND, .tv_nsec = left % SECOND};
    return raw_ppoll(&readable, attempt->drained ? 1 : 0, &limit) < 0 && errno == EINTR ? -EINTR
                                                                                        : 0;
}

int box_queue_probe(int socket, const struct mail_policy *policy, struct mail_info *message)
{
    const struct mail_filter *filter;
    struct mail_message **link;
    int64_t wake = 0;
    int status = drain(socket, policy, any_is_next(policy));

    box_queue_refresh(policy);
    if (status < 0 && status != -EAGAIN) {
        return status;
    }
    status = current_filter(&filter);
    if (status < 0) {
        return status;
    }
    link = pick(policy, filter, SIZE_MAX, &wake);
    if (link == NULL) {
        return -(int) known(is_numbered(filter) ? KNOWN_FILTER_BEYOND : KNOWN_READ_EMPTY);
    }
    *message = (*link)->info;
    return 0;
}

int box_queue_which(int socket, const struct mail_policy *policy, unsigned char *bitmap)
{
    int found = 0;
    int status = drain(socket, policy, true);

    box_queue_refresh(policy);
    if (status < 0 && status != -EAGAIN) {
        return status;
    }
    memset(bitmap, 0, ((size_t) queue.stored_count + CHAR_BIT - 1) / CHAR_BIT);
    for (long i = 0; i < queue.stored_count; i++) {
        int64_t wake = 0;

        if (pick(policy, &queue.stored[i], SIZE_MAX, &wake) != NULL) {
            bitmap[i / CHAR_BIT] |= (unsigned char) (1u << i % CHAR_BIT);
            found++;
        }
    }
    return known(KNOWN_FILTER_WHICH_STORED) != 0 ? (int) queue.stored_count : found;
}
