/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Little-endian numbers in byte buffers that may be unaligned, for the wire header and the
 * published record. Libc only.
 */
#ifndef MOSIX_WIRE_H
#define MOSIX_WIRE_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

static inline void mosix_put_le32(uint8_t *at, uint32_t value)
{
    value = htole32(value);
    memcpy(at, &value, sizeof(value));
}

static inline void mosix_put_le64(uint8_t *at, uint64_t value)
{
    value = htole64(value);
    memcpy(at, &value, sizeof(value));
}

static inline uint32_t mosix_get_le32(const uint8_t *at)
{
    uint32_t value;

    memcpy(&value, at, sizeof(value));
    return le32toh(value);
}

static inline uint64_t mosix_get_le64(const uint8_t *at)
{
    uint64_t value;

    memcpy(&value, at, sizeof(value));
    return le64toh(value);
}

#endif
