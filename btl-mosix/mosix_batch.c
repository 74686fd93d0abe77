/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Batches of small messages; see mosix_batch.h for layout and contract.
 */
#include "mosix_batch.h"

#include <errno.h>

#include "mosix_wire.h"

void mosix_batch_entry_encode(uint8_t tag, uint32_t size, uint8_t header[MOSIX_BATCH_ENTRY_HEADER])
{
    mosix_put_le32(header, tag | (size << 8));
    mosix_put_le32(header + 4, 0);
}

int mosix_batch_next(const uint8_t *payload, size_t size, size_t *at,
                     struct mosix_batch_entry *entry)
{
    size_t left = size - *at;
    uint32_t tag_and_size;

    if (left == 0) {
        return 0;
    }
    if (left < MOSIX_BATCH_ENTRY_HEADER) {
        return -EBADMSG;
    }
    tag_and_size = mosix_get_le32(payload + *at);
    if (mosix_batch_entry_size(tag_and_size >> 8) > left) {
        return -EBADMSG;
    }
    entry->tag = tag_and_size & 0xff;
    entry->size = tag_and_size >> 8;
    entry->bytes = payload + *at + MOSIX_BATCH_ENTRY_HEADER;
    *at += mosix_batch_entry_size(entry->size);
    return 1;
}
