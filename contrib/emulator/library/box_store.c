/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Messages in memory that sender and receiver share; see box_store.h.
 */
#include "box_store.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "call_table.h"
#include "mail_socket.h"
#include "raw_call.h"
#include "raw_memfd.h"

#define STORE_MAGIC 0x31545358u
#define STORE_NAME "mosix-store"
#define STORE_LINK "/memfd:" STORE_NAME " (deleted)"

/*
 * Where messages are: the largest mailbox twice, since a message that does not fit in front of the
 * end begins anew. It is taken up as far as messages wait.
 */
#define RING_SIZE (UINT64_C(72) << 20)
#define RING_FIRST 4096
#define STORE_SIZE (RING_FIRST + RING_SIZE)

/* Places of messages are multiples of this, so that an entry fits wherever one can begin. */
#define ENTRY_STEP 32

/* Memory of a store that became empty is given back if it held as much. */
#define GIVE_BACK (1 << 20)

/* How long somebody waits who finds the store locked, or full. */
#define PAUSE_NANOSECONDS 500000

struct box_store_head {
    uint32_t magic;
    uint32_t home;
    int32_t pid;
    _Atomic int32_t keeper; /* of places.h, 0: none */
    uint32_t most_messages;
    uint64_t most_bytes;
    _Atomic int32_t holder;    /* process that has locked it; 0 = none */
    _Atomic uint32_t messages; /* of the whole mailbox */
    _Atomic uint64_t bytes;    /* of the whole mailbox */
    _Atomic uint32_t waiting;  /* messages in the store */
    uint64_t begin;            /* of the first one, counted on and on */
    uint64_t end;              /* behind the last one */
    struct box_store_last last;
};

/* What is in front of a message. */
struct entry {
    uint32_t skip; /* not 0: no message, the next one is at the ring's beginning */
    uint32_t home;
    int32_t pid;
    uint32_t length;
    uint32_t location;
};

_Static_assert(sizeof(struct entry) <= ENTRY_STEP && RING_SIZE % ENTRY_STEP == 0,
               "an entry fits between two steps");
_Static_assert(sizeof(struct box_store_head) <= RING_FIRST, "the head lies before the ring");

static char *place(const struct box_store *store, uint64_t position)
{
    return (char *) store->head + RING_FIRST + position % RING_SIZE;
}

/* The bytes that a message takes up. */
static uint64_t size_of(uint32_t length)
{
    return (sizeof(struct entry) + (uint64_t) length + ENTRY_STEP - 1) / ENTRY_STEP * ENTRY_STEP;
}

/* Where the filters of MOSIX's discipline let shared memory pass: see CALL_OWN_ADDRESS. */
static struct box_store_head *map(int fd)
{
    long at = raw_call(SYS_mmap, CALL_OWN_ADDRESS, (long) STORE_SIZE, PROT_READ | PROT_WRITE,
                       MAP_SHARED, fd, 0);

    return at < 0 && at >= -RAW_ERROR_MAX ? NULL : (struct box_store_head *) at;
}

int box_store_create(struct box_store *store, uint32_t home, int32_t pid, uint32_t messages,
                     uint64_t bytes)
{
    int low = raw_memfd(STORE_NAME, MFD_CLOEXEC);
    int fd;

    if (low < 0) {
        return -errno;
    }
    fd = raw_fcntl(low, F_DUPFD_CLOEXEC, MAIL_STORE_MIN);
    raw_close(low);
    if (fd < 0) {
        return -EMFILE;
    }
    if (raw_call(SYS_ftruncate, fd, (long) STORE_SIZE, 0, 0, 0, 0) < 0 ||
        (store->head = map(fd)) == NULL) {
        raw_close(fd);
        return -ENOMEM;
    }
    store->fd = fd + 1;
    store->head->home = home;
    store->head->pid = pid;
    store->head->most_messages = messages;
    store->head->most_bytes = bytes;
    store->head->magic = STORE_MAGIC;
    return 0;
}

/* Maps descriptor NUMBER of process PID if it is a store. */
static struct box_store_head *map_of(int32_t pid, int number)
{
    struct box_store_head *head = NULL;
    char path[48];
    char link[sizeof(STORE_LINK)];
    struct stat status;
    int fd;

    (void) snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int) pid, number);
    if (raw_call(SYS_readlinkat, AT_FDCWD, (long) path, (long) link, sizeof(link), 0, 0) !=
            sizeof(STORE_LINK) - 1 ||
        memcmp(link, STORE_LINK, sizeof(STORE_LINK) - 1) != 0) {
        return NULL;
    }
    fd = (int) raw_call(SYS_openat, AT_FDCWD, (long) path, O_RDWR | O_CLOEXEC, 0, 0, 0);
    if (fd < 0) {
        return NULL;
    }
    if (raw_call(SYS_fstat, fd, (long) &status, 0, 0, 0, 0) == 0 &&
        status.st_size == (off_t) STORE_SIZE) {
        head = map(fd);
    }
    raw_close(fd);
    return head;
}

int box_store_find(struct box_store *store, uint32_t home, int32_t pid)
{
    for (int number = MAIL_STORE_MIN; number < MAIL_DESCRIPTORS; number++) {
        struct box_store_head *head = map_of(pid, number);

        if (head != NULL && head->magic == STORE_MAGIC && head->home == home && head->pid == pid) {
            store->head = head;
            return 0;
        }
        if (head != NULL) {
            (void) munmap(head, STORE_SIZE);
        }
    }
    return -ENOENT;
}

int box_store_resume(struct box_store *store, int fd)
{
    store->head = map(fd);
    if (store->head == NULL) {
        return -ENOMEM;
    }
    store->fd = fd + 1;
    return 0;
}

void box_store_note_last(const struct box_store *store, const struct box_store_last *last)
{
    if (store->head != NULL) {
        store->head->last = *last;
    }
}

void box_store_last(const struct box_store *store, struct box_store_last *last)
{
    if (store->head != NULL && store->head->last.known) {
        *last = store->head->last;
    }
}

void box_store_set_keeper(const struct box_store *store, int32_t keeper)
{
    if (store->head != NULL) {
        atomic_store(&store->head->keeper, keeper);
    }
}

int32_t box_store_keeper(const struct box_store *store)
{
    return store->head != NULL ? atomic_load(&store->head->keeper) : 0;
}

void box_store_close(struct box_store *store)
{
    if (store->head != NULL) {
        (void) munmap(store->head, STORE_SIZE);
        store->head = NULL;
    }
    if (store->fd > 0) {
        raw_close(store->fd - 1);
        store->fd = 0;
    }
}

bool box_store_reserve(struct box_store *store, uint32_t length)
{
    struct box_store_head *head = store->head;
    uint64_t bytes = atomic_fetch_add(&head->bytes, length) + length;
    uint32_t messages = atomic_fetch_add(&head->messages, 1) + 1;

    if (messages <= head->most_messages && bytes <= head->most_bytes) {
        return true;
    }
    box_store_release(store, length);
    return false;
}

/* Never below 0: a forged message may claim to have been counted. */
void box_store_release(struct box_store *store, uint32_t length)
{
    struct box_store_head *head = store->head;
    uint64_t bytes = atomic_load(&head->bytes);
    uint32_t messages = atomic_load(&head->messages);

    while (
        !atomic_compare_exchange_weak(&head->bytes, &bytes, bytes > length ? bytes - length : 0)) {
    }
    while (!atomic_compare_exchange_weak(&head->messages, &messages,
                                         messages > 0 ? messages - 1 : 0)) {
    }
}

uint32_t box_store_waiting(const struct box_store *store)
{
    return store->head != NULL ? atomic_load(&store->head->waiting) : 0;
}

static void set_signals(const uint64_t *mask, uint64_t *before)
{
    (void) raw_call(SYS_rt_sigprocmask, SIG_SETMASK, (long) mask, (long) before, sizeof(*mask), 0,
                    0);
}

void box_store_hold(struct box_store_signals *saved)
{
    /* The emulator needs SIGSYS for itself. */
    const uint64_t all = ~(UINT64_C(1) << (SIGSYS - 1));

    set_signals(&all, &saved->mask);
}

int box_store_pause(const struct box_store_signals *saved)
{
    struct timespec pause = {.tv_nsec = PAUSE_NANOSECONDS};

    return raw_call(SYS_ppoll, 0, 0, (long) &pause, (long) &saved->mask, sizeof(saved->mask), 0) < 0
               ? -EINTR
               : 0;
}

void box_store_let(const struct box_store_signals *saved)
{
    set_signals(&saved->mask, NULL);
}

void box_store_lock(struct box_store *store, struct box_store_signals *saved)
{
    int32_t own = (int32_t) raw_call(SYS_getpid, 0, 0, 0, 0, 0, 0);
    struct timespec pause = {.tv_nsec = PAUSE_NANOSECONDS};
    int32_t holder = 0;

    box_store_hold(saved);
    while (!atomic_compare_exchange_strong(&store->head->holder, &holder, own)) {
        bool dead = raw_call(SYS_kill, holder, 0, 0, 0, 0, 0) == -ESRCH;

        if (dead && atomic_compare_exchange_strong(&store->head->holder, &holder, own)) {
            break;
        }
        (void) raw_ppoll(NULL, 0, &pause);
        holder = 0;
    }
}

void box_store_unlock(struct box_store *store, const struct box_store_signals *saved)
{
    atomic_store(&store->head->holder, 0);
    box_store_let(saved);
}

int box_store_append(struct box_store *store, const struct mail_info *info,
                     const struct iovec *parts, int count)
{
    struct box_store_head *head = store->head;
    const struct entry entry = {
        .home = info->home, .pid = info->pid, .length = info->length, .location = info->location};
    uint64_t size = size_of(info->length);
    uint64_t left = RING_SIZE - head->end % RING_SIZE;
    uint64_t start = size <= left ? head->end : head->end + left;
    size_t done = sizeof(entry);

    if (start + size - head->begin > RING_SIZE) {
        return -ENOSPC;
    }
    if (start != head->end) {
        memcpy(place(store, head->end), &(struct entry){.skip = 1}, sizeof(entry));
    }
    memcpy(place(store, start), &entry, sizeof(entry));
    for (int i = 0; i < count; i++) {
        if (parts[i].iov_len > 0) {
            memcpy(place(store, start) + done, parts[i].iov_base, parts[i].iov_len);
        }
        done += parts[i].iov_len;
    }
    head->end = start + size;
    atomic_fetch_add(&head->waiting, 1);
    return 0;
}

/* The entry of the first message, whose place goes to POSITION. False: there is none, or a writer
 * has spoiled the store. */
static bool first_entry(const struct box_store *store, struct entry *entry, uint64_t *position)
{
    const struct box_store_head *head = store->head;

    *position = head->begin;
    for (int skips = 0; *position < head->end && skips < 2; skips++) {
        memcpy(entry, place(store, *position), sizeof(*entry));
        if (entry->skip == 0) {
            return *position % ENTRY_STEP == 0 &&
                   size_of(entry->length) <= RING_SIZE - *position % RING_SIZE;
        }
        *position += RING_SIZE - *position % RING_SIZE;
    }
    return false;
}

int box_store_look(const struct box_store *store, struct mail_info *info, const void **data)
{
    struct entry entry;
    uint64_t position;

    if (box_store_waiting(store) == 0 || !first_entry(store, &entry, &position)) {
        return -EAGAIN;
    }
    *info = (struct mail_info){.home = entry.home,
                               .pid = entry.pid,
                               .length = entry.length,
                               .location = entry.location,
                               .counted = true};
    if (data != NULL) {
        *data = place(store, position) + sizeof(entry);
    }
    return 0;
}

/* An empty store begins at its beginning, and gives back the memory of large messages. */
static void start_again(struct box_store *store)
{
    if (store->fd > 0 && store->head->end > GIVE_BACK) {
        (void) raw_call(SYS_fallocate, store->fd - 1, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
                        RING_FIRST, (long) RING_SIZE, 0, 0);
    }
    store->head->begin = store->head->end = 0;
}

ssize_t box_store_take(struct box_store *store, struct mail_info *info, const struct iovec *parts,
                       int count)
{
    struct entry entry;
    uint64_t position;
    size_t done = 0;

    if (box_store_look(store, info, NULL) < 0 || !first_entry(store, &entry, &position)) {
        return -EAGAIN;
    }
    for (int i = 0; i < count && done < entry.length; i++) {
        size_t left = entry.length - done;
        size_t size = parts[i].iov_len < left ? parts[i].iov_len : left;

        if (size > 0) {
            memcpy(parts[i].iov_base, place(store, position) + sizeof(entry) + done, size);
        }
        done += size;
    }
    store->head->begin = position + size_of(entry.length);
    if (atomic_fetch_sub(&store->head->waiting, 1) == 1) {
        start_again(store);
    }
    return (ssize_t) done;
}
