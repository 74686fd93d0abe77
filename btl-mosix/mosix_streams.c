/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sequence numbers of all streams that reach this process; see mosix_streams.h.
 */
#include "mosix_streams.h"

#include <errno.h>
#include <stdlib.h>

#define FIRST_CAPACITY 16

/* A stream that exists has a sender with a PID; a slot without one is free. */
static bool is_free(const struct mosix_stream *slot)
{
    return slot->source.pid == 0;
}

/* The slot of source, or the free one where it belongs. There is always a free one. */
static struct mosix_stream *find_slot(const struct mosix_streams *streams,
                                      const struct mosix_source *source)
{
    uint64_t hash = ((uint64_t) source->home << 32) | source->pid;
    size_t mask = streams->capacity - 1;
    size_t at;

    hash = (hash ^ source->stream) * UINT64_C(0x9e3779b97f4a7c15);
    at = (size_t) (hash >> 32) & mask;
    while (!is_free(&streams->slots[at]) &&
           !mosix_source_equal(&streams->slots[at].source, source)) {
        at = (at + 1) & mask;
    }
    return &streams->slots[at];
}

static int grow(struct mosix_streams *streams)
{
    struct mosix_streams larger = {
        .capacity = streams->capacity == 0 ? FIRST_CAPACITY : streams->capacity * 2,
        .count = streams->count,
    };

    larger.slots = calloc(larger.capacity, sizeof(*larger.slots));
    if (larger.slots == NULL) {
        return -ENOMEM;
    }
    for (size_t i = 0; i < streams->capacity; i++) {
        if (!is_free(&streams->slots[i])) {
            *find_slot(&larger, &streams->slots[i].source) = streams->slots[i];
        }
    }
    free(streams->slots);
    *streams = larger;
    return 0;
}

void mosix_streams_clear(struct mosix_streams *streams)
{
    free(streams->slots);
    *streams = (struct mosix_streams){0};
}

int mosix_streams_accept(struct mosix_streams *streams, const struct mosix_source *source,
                         uint32_t sequence)
{
    struct mosix_stream *found = NULL;
    int32_t ahead;

    if (streams->capacity != 0) {
        found = find_slot(streams, source);
    }
    if (found == NULL || is_free(found)) {
        if (sequence != 0) {
            return -EPIPE;
        }
        /* In a table that is more than three quarters full, searches take long. */
        if ((streams->count + 1) * 4 > streams->capacity * 3) {
            int rc = grow(streams);

            if (rc < 0) {
                return rc;
            }
            found = find_slot(streams, source);
        }
        *found = (struct mosix_stream){.source = *source};
        streams->count++;
    }
    ahead = (int32_t) (sequence - found->next);
    if (ahead != 0) {
        return ahead < 0 ? -EALREADY : -EPIPE;
    }
    found->next++;
    return 0;
}

int mosix_streams_check(const struct mosix_streams *streams, const struct mosix_source *source,
                        uint32_t sequence)
{
    const struct mosix_stream *found = streams->capacity != 0 ? find_slot(streams, source) : NULL;
    uint32_t next = found == NULL || is_free(found) ? 0 : found->next;

    return (int32_t) (sequence - next) > 0 ? -EPIPE : 0;
}
