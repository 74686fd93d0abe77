/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Several small messages in one mailbox message. Only messages that have to wait, because the
 * receiver's mailbox is full, are packed together. A message that can be written at once is not
 * delayed. Libc only, memory in, memory out.
 *
 * The payload of a batch is a sequence of entries, each of them
 *    0  u8  tag of the upper layer     1  u24  bytes of the entry, little-endian
 *    4  u32 zero                       8  the bytes, and up to seven bytes of padding
 * so that every entry's bytes begin at a multiple of 8 from the start of the payload.
 */
#ifndef MOSIX_BATCH_H
#define MOSIX_BATCH_H

#include <stddef.h>
#include <stdint.h>

#define MOSIX_BATCH_ENTRY_HEADER 8
#define MOSIX_BATCH_ALIGN 8

/* Bytes of a batch's payload that an entry of size bytes takes. */
static inline size_t mosix_batch_entry_size(size_t size)
{
    return MOSIX_BATCH_ENTRY_HEADER +
           (size + MOSIX_BATCH_ALIGN - 1) / MOSIX_BATCH_ALIGN * MOSIX_BATCH_ALIGN;
}

/* Encodes the header of an entry; size is at most MOSIX_FRAME_PAYLOAD_MAX. */
void mosix_batch_entry_encode(uint8_t tag, uint32_t size, uint8_t header[MOSIX_BATCH_ENTRY_HEADER]);

/* One entry of a batch, in place. */
struct mosix_batch_entry {
    const uint8_t *bytes;
    uint32_t size;
    uint8_t tag;
};

/*
 * Takes the entry at offset *at of a batch's payload of size bytes and moves *at past it.
 * Returns 1, 0 at the end of the payload, or -EBADMSG for an entry that does not fit into it.
 */
int mosix_batch_next(const uint8_t *payload, size_t size, size_t *at,
                     struct mosix_batch_entry *entry);

#endif
