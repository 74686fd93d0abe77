/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where the data of a put belongs; see mosix_put.h.
 */
#include "mosix_put.h"

#include <errno.h>
#include <string.h>

#include "mosix_wire.h"

#define NOTE_AT 16

void mosix_put_encode(const struct mosix_put *put, uint8_t header[MOSIX_PUT_HEADER])
{
    mosix_put_le64(header, put->region);
    mosix_put_le64(header + 8, put->address);
    memset(header + NOTE_AT, 0, MOSIX_PUT_HEADER - NOTE_AT);
}

uint8_t *mosix_put_encode_note(uint8_t tag, uint32_t size, uint8_t header[MOSIX_PUT_HEADER])
{
    mosix_batch_entry_encode(tag, size, header + NOTE_AT);
    return header + NOTE_AT + MOSIX_BATCH_ENTRY_HEADER;
}

int mosix_put_decode(const uint8_t *payload, size_t size, struct mosix_put *put,
                     struct mosix_batch_entry *note)
{
    struct mosix_batch_entry entry;
    size_t at = 0;

    if (size <= MOSIX_PUT_HEADER || size > MOSIX_FRAME_PAYLOAD_MAX ||
        mosix_batch_next(payload + NOTE_AT, MOSIX_PUT_HEADER - NOTE_AT, &at, &entry) < 0) {
        return -EBADMSG;
    }
    *note = entry;
    put->region = mosix_get_le64(payload);
    put->address = mosix_get_le64(payload + 8);
    put->size = (uint32_t) (size - MOSIX_PUT_HEADER);
    return 0;
}
