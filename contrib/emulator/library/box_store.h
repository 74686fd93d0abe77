/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The part of a mailbox that the kernel's queue of a socket does not hold. That queue ends after
 * eleven messages or so; a mailbox of MOSIX 4 takes 10 000 messages of 32 MiB together [real].
 *
 * The owner of a mailbox makes a store, memory that processes of the same user find below
 * /proc/{pid}/fd and share. All of them count there what the mailbox holds. A sender that finds the
 * socket full appends to the store, and appends as long as something is there: so the order of each
 * sender's messages stays. The owner takes from the socket first, then from the store. Senders that
 * may not look into the owner, those of other users, have the socket alone.
 *
 * Everything returns >= 0 or -errno. Libc only.
 */
#ifndef MOSIX_EMULATOR_BOX_STORE_H
#define MOSIX_EMULATOR_BOX_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "mail_wire.h"

/* Who sent a message, and how long it was. */
struct box_store_last {
    bool known;
    uint32_t home;
    int32_t pid;
    uint32_t length;
    uint32_t location;
};

/* A store as this process sees it. All zero: none. */
struct box_store {
    struct box_store_head *head; /* NULL: none */
    int fd;                      /* of the owner, + 1; 0 in a sender */
};

/* Signals that wait while a store is locked. */
struct box_store_signals {
    uint64_t mask;
};

/* Makes an empty store for the mailbox of process PID with this home, which holds MESSAGES and
 * BYTES. */
int box_store_create(struct box_store *store, uint32_t home, int32_t pid, uint32_t messages,
                     uint64_t bytes);

/* Finds the store of another process' mailbox. -ENOENT: it has none, or shows none. */
int box_store_find(struct box_store *store, uint32_t home, int32_t pid);

/* Takes over the store behind FD, which this process made before exec(). */
int box_store_resume(struct box_store *store, int fd);

/* What the owner of the mailbox knows of the message that it read last, kept there for the image
 * after exec(). box_store_last() leaves LAST as it is when nothing was read. */
void box_store_note_last(const struct box_store *store, const struct box_store_last *last);
void box_store_last(const struct box_store *store, struct box_store_last *last);

/* The mosrun that knows where the mailbox's owner runs (places.h), 0: none; set by the owner. */
void box_store_set_keeper(const struct box_store *store, int32_t keeper);
int32_t box_store_keeper(const struct box_store *store);

/* Forgets the store. */
void box_store_close(struct box_store *store);

/*
 * Counts a message of LENGTH bytes that is about to be sent. False: the mailbox is full. The second
 * function takes that back, for a message that was read or not sent.
 */
bool box_store_reserve(struct box_store *store, uint32_t length);
void box_store_release(struct box_store *store, uint32_t length);

/*
 * Waiting for room: signals are held from the first function to the last one, but while
 * box_store_pause() waits a moment. That returns 0 or -EINTR, so no signal is missed.
 */
void box_store_hold(struct box_store_signals *saved);
int box_store_pause(const struct box_store_signals *saved);
void box_store_let(const struct box_store_signals *saved);

/* Messages that wait in the store. */
uint32_t box_store_waiting(const struct box_store *store);

/*
 * One process at a time appends or takes. Signals wait meanwhile: their handlers may read, too. A
 * lock whose holder has died is taken over.
 */
void box_store_lock(struct box_store *store, struct box_store_signals *saved);
void box_store_unlock(struct box_store *store, const struct box_store_signals *saved);

/* Appends a message whose INFO->length bytes are in PARTS. Locked. 0 or -ENOSPC. */
int box_store_append(struct box_store *store, const struct mail_info *info,
                     const struct iovec *parts, int count);

/* Says what the first message is; DATA, if not NULL, gets the address of its content, which stays
 * until it is taken. Locked. 0, or -EAGAIN: none. */
int box_store_look(const struct box_store *store, struct mail_info *info, const void **data);

/* Takes the first message; its content goes to PARTS as far as they reach. Locked. The bytes that
 * were stored, or -EAGAIN: none. */
ssize_t box_store_take(struct box_store *store, struct mail_info *info, const struct iovec *parts,
                       int count);

#endif
