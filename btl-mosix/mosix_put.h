/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A put: data that belongs straight into memory that the receiver has registered. The message says
 * where. Libc only, memory in, memory out.
 *
 * Layout of the payload, numbers little-endian: u64 number of the region, u64 address, the data.
 */
#ifndef MOSIX_PUT_H
#define MOSIX_PUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mosix_frame.h"

/* What comes before the data, and most bytes of data in one message. */
#define MOSIX_PUT_HEADER 16
#define MOSIX_PUT_MAX (MOSIX_FRAME_PAYLOAD_MAX - MOSIX_PUT_HEADER)

struct mosix_put {
    uint64_t region;
    uint64_t address;
    uint32_t size; /* bytes of data */
};

/* Encodes where the data belongs. Its size is that of the message. */
void mosix_put_encode(const struct mosix_put *put, uint8_t header[MOSIX_PUT_HEADER]);

/*
 * Decodes the first bytes of a payload of size bytes; the data is not looked at. Returns 0, or
 * -EBADMSG when the payload holds no data. The caller must still check the values.
 */
int mosix_put_decode(const uint8_t *payload, size_t size, struct mosix_put *put);

/* Whether two puts are for the same memory. */
static inline bool mosix_put_equal(const struct mosix_put *a, const struct mosix_put *b)
{
    return a->region == b->region && a->address == b->address && a->size == b->size;
}

#endif
