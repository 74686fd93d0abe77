/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where the data of a put belongs; see mosix_put.h.
 */
#include "mosix_put.h"

#include <errno.h>

#include "mosix_wire.h"

void mosix_put_encode(const struct mosix_put *put, uint8_t header[MOSIX_PUT_HEADER])
{
    mosix_put_le64(header, put->region);
    mosix_put_le64(header + 8, put->address);
}

int mosix_put_decode(const uint8_t *payload, size_t size, struct mosix_put *put)
{
    if (size <= MOSIX_PUT_HEADER || size > MOSIX_FRAME_PAYLOAD_MAX) {
        return -EBADMSG;
    }
    put->region = mosix_get_le64(payload);
    put->address = mosix_get_le64(payload + 8);
    put->size = (uint32_t) (size - MOSIX_PUT_HEADER);
    return 0;
}
