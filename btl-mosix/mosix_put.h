/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The announcement of a put: the data in the next message of the same stream belongs straight into
 * memory that the receiver has registered. Libc only, memory in, memory out.
 *
 * Layout, 24 bytes, numbers little-endian: u64 number of the region, u64 address, u32 bytes, u32
 * zero.
 */
#ifndef MOSIX_PUT_H
#define MOSIX_PUT_H

#include <stddef.h>
#include <stdint.h>

#define MOSIX_PUT_SIZE 24

struct mosix_put {
    uint64_t region;
    uint64_t address;
    uint32_t size;
};

void mosix_put_encode(const struct mosix_put *put, uint8_t payload[MOSIX_PUT_SIZE]);

/* Decodes a payload of size bytes. Returns 0 or -EBADMSG. The caller must still check the values.
 */
int mosix_put_decode(const uint8_t *payload, size_t size, struct mosix_put *put);

#endif
