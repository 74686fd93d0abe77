/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A put: data that belongs straight into memory that the receiver has registered. The message says
 * where. With it may come a note: the small message by which the upper layer tells the receiver
 * that the data is there. Libc only, memory in, memory out.
 *
 * Layout of the payload, numbers little-endian:
 *    0  u64 number of the region      8  u64 address
 *   16  the note, as an entry of a batch (mosix_batch.h), or zeros; then zeros
 *   56  the data
 * The data begins at the same place with a note and without, because the receiver has to know it
 * before it reads the message.
 */
#ifndef MOSIX_PUT_H
#define MOSIX_PUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mosix_batch.h"
#include "mosix_frame.h"

/* Bytes of the longest note; that of Open MPI has 24. */
#define MOSIX_PUT_NOTE_MAX 32

/* What comes before the data, and most bytes of data in one message. */
#define MOSIX_PUT_HEADER (16 + MOSIX_BATCH_ENTRY_HEADER + MOSIX_PUT_NOTE_MAX)
#define MOSIX_PUT_MAX (MOSIX_FRAME_PAYLOAD_MAX - MOSIX_PUT_HEADER)

struct mosix_put {
    uint64_t region;
    uint64_t address;
    uint32_t size; /* bytes of data */
};

/* Encodes where the data belongs, without a note. The size is that of the message. */
void mosix_put_encode(const struct mosix_put *put, uint8_t header[MOSIX_PUT_HEADER]);

/* Adds a note of 1 to MOSIX_PUT_NOTE_MAX bytes; returns the place for them. */
uint8_t *mosix_put_encode_note(uint8_t tag, uint32_t size, uint8_t header[MOSIX_PUT_HEADER]);

/*
 * Decodes the first bytes of a payload of size bytes; the data is not looked at. note->size is 0
 * when there is none. Returns 0, or -EBADMSG when the payload holds no data or a note that is too
 * long. The caller must still check the values.
 */
int mosix_put_decode(const uint8_t *payload, size_t size, struct mosix_put *put,
                     struct mosix_batch_entry *note);

/* Whether two puts are for the same memory. */
static inline bool mosix_put_equal(const struct mosix_put *a, const struct mosix_put *b)
{
    return a->region == b->region && a->address == b->address && a->size == b->size;
}

#endif
