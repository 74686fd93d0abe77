/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Announcements of puts; see mosix_put.h.
 */
#include "mosix_put.h"

#include <errno.h>

#include "mosix_wire.h"

void mosix_put_encode(const struct mosix_put *put, uint8_t payload[MOSIX_PUT_SIZE])
{
    mosix_put_le64(payload, put->region);
    mosix_put_le64(payload + 8, put->address);
    mosix_put_le32(payload + 16, put->size);
    mosix_put_le32(payload + 20, 0);
}

int mosix_put_decode(const uint8_t *payload, size_t size, struct mosix_put *put)
{
    if (size != MOSIX_PUT_SIZE || mosix_get_le32(payload + 16) == 0) {
        return -EBADMSG;
    }
    put->region = mosix_get_le64(payload);
    put->address = mosix_get_le64(payload + 8);
    put->size = mosix_get_le32(payload + 16);
    return 0;
}
