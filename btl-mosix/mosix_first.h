/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The first message to a process of another home node. MOSIX 4.4.3 connects two nodes when it is
 * written. While others do so as well it answers EIO to some, and now and then it takes a message
 * and loses it: of about 500 first messages in one boot one, and none after a first one had arrived
 * [real]. So a copy of it is kept, and written again until the receiver says that it has come. This
 * holds the copy, and says when. Libc only: nothing here writes, or reads a clock.
 */
#ifndef MOSIX_FIRST_H
#define MOSIX_FIRST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

/* Milliseconds until it is written again, at first and at most; each time it is twice as long. */
#define MOSIX_FIRST_PAUSE 500
#define MOSIX_FIRST_PAUSE_MAX 8000

struct mosix_first {
    struct mosix_first *next; /* the caller's, as is the peer */
    void *peer;
    uint32_t written; /* when, in milliseconds */
    uint32_t pause;
    size_t size;
    uint8_t message[];
};

/* A copy of the message in parts, written at that time; to be freed. NULL without memory. */
struct mosix_first *mosix_first_keep(const struct iovec *parts, int count, uint32_t now);

/* Whether it is to be written again. If so, the next time is set. */
bool mosix_first_is_due(struct mosix_first *first, uint32_t now);

#endif
