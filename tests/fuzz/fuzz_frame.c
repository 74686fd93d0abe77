/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whatever a mailbox delivers: the decoders read nothing beyond it, what they accept means the
 * same when it is encoded again, and no put reaches beyond registered memory.
 */
#include <stdlib.h>
#include <string.h>

#include "mosix_batch.h"
#include "mosix_frame.h"
#include "mosix_put.h"
#include "mosix_regions.h"
#include "mosix_streams.h"

/* The corpus has messages that carry this one. */
#define COOKIE UINT64_C(0x1122334455667788)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_batch(const uint8_t *payload, size_t size)
{
    struct mosix_batch_entry entry;
    volatile uint8_t seen = 0;
    size_t at = 0;

    while (mosix_batch_next(payload, size, &at, &entry) > 0) {
        for (uint32_t i = 0; i < entry.size; i++) {
            seen ^= entry.bytes[i]; /* ASan tells if that is beyond the message */
        }
    }
}

static void try_put(const uint8_t *payload, size_t size)
{
    static uint8_t memory[64];
    struct mosix_regions regions = {0};
    struct mosix_batch_entry note;
    struct mosix_put put;
    uint8_t *at;

    if (mosix_put_decode(payload, size, &put, &note) == 0) {
        if (note.size > MOSIX_PUT_NOTE_MAX || note.bytes < payload ||
            note.bytes + note.size > payload + MOSIX_PUT_HEADER) {
            abort();
        }
        (void) mosix_regions_add(&regions, memory, sizeof(memory));
        /* So that addresses of the corpus are offsets, wherever this memory is. */
        put.address += (uintptr_t) memory;
        at = mosix_regions_find(&regions, put.region, put.address, put.size);
        if (at != NULL &&
            (at < memory || put.size > sizeof(memory) || at + put.size > memory + sizeof(memory))) {
            abort();
        }
        mosix_regions_clear(&regions);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mosix_streams streams = {0};
    uint8_t header[MOSIX_FRAME_SIZE];
    struct mosix_frame frame;

    if (mosix_frame_decode(data, size, COOKIE, &frame) < 0) {
        return 0;
    }
    if (frame.payload_size != size - MOSIX_FRAME_SIZE || frame.kind >= MOSIX_FRAME_KIND_END) {
        abort();
    }
    mosix_frame_encode(&frame, header);
    if (memcmp(header, data, sizeof(header)) != 0) {
        abort();
    }
    (void) mosix_streams_check(&streams, &frame.source, frame.sequence);
    (void) mosix_streams_accept(&streams, &frame.source, frame.sequence);
    (void) mosix_streams_accept(&streams, &frame.source, frame.sequence + 1);
    mosix_streams_clear(&streams);
    try_batch(data + MOSIX_FRAME_SIZE, frame.payload_size);
    try_put(data + MOSIX_FRAME_SIZE, frame.payload_size);
    return 0;
}
