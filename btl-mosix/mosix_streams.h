/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the receiver knows about every stream of messages: which sequence number comes next. With it
 * a replayed message is dropped and a lost one is noticed, however often the sender closed and
 * opened its box in between. Libc only, not thread-safe.
 */
#ifndef MOSIX_STREAMS_H
#define MOSIX_STREAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mosix_frame.h"

struct mosix_stream {
    struct mosix_source source;
    uint32_t next; /* the sequence number that must come next */
};

/* A hash table with open addressing; all zero is a valid empty one. */
struct mosix_streams {
    struct mosix_stream *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
};

/* Frees what the table holds; it is empty and usable afterwards. */
void mosix_streams_clear(struct mosix_streams *streams);

/*
 * Records a message with a valid header; its source has a PID. Returns
 *   0          it is the next one of its stream; the stream has moved on
 *   -EALREADY  a message with this number was taken before: a replay, to be dropped
 *   -EPIPE     messages before it are missing; the stream stays where it is
 *   -ENOMEM    no memory for a new stream
 * A stream begins with number 0. Numbers wrap around after 2^32 messages.
 */
int mosix_streams_accept(struct mosix_streams *streams, const struct mosix_source *source,
                         uint32_t sequence);

/*
 * Whether all messages before that number have come, of which there may be none. The stream does
 * not move. Returns 0, or -EPIPE when messages are missing.
 */
int mosix_streams_check(const struct mosix_streams *streams, const struct mosix_source *source,
                        uint32_t sequence);

/* Whether two messages are of the same stream. */
static inline bool mosix_source_equal(const struct mosix_source *a, const struct mosix_source *b)
{
    return a->home == b->home && a->pid == b->pid && a->stream == b->stream;
}

#endif
