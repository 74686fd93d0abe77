/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The wire header; see mosix_frame.h for layout and contract.
 */
#include "mosix_frame.h"

#include <errno.h>

#include "mosix_wire.h"

#define MARK_0 'M'
#define MARK_1 'X'

void mosix_frame_encode(const struct mosix_frame *frame, uint8_t header[MOSIX_FRAME_SIZE])
{
    header[0] = MARK_0;
    header[1] = MARK_1;
    header[2] = MOSIX_FRAME_VERSION;
    header[3] = frame->kind;
    mosix_put_le32(header + 4, frame->tag | (frame->payload_size << 8));
    mosix_put_le64(header + 8, frame->cookie);
    mosix_put_le32(header + 16, frame->source.home);
    mosix_put_le32(header + 20, frame->source.pid);
    mosix_put_le32(header + 24, frame->source.stream);
    mosix_put_le32(header + 28, frame->sequence);
}

int mosix_frame_decode(const void *message, size_t size, uint64_t cookie, struct mosix_frame *frame)
{
    const uint8_t *header = message;
    struct mosix_source source;
    uint32_t tag_and_size;

    if (size < MOSIX_FRAME_SIZE || header[0] != MARK_0 || header[1] != MARK_1) {
        return -EBADMSG;
    }
    if (header[2] != MOSIX_FRAME_VERSION) {
        return -EPROTONOSUPPORT;
    }
    if (header[3] == 0 || header[3] >= MOSIX_FRAME_KIND_END) {
        return -EBADMSG;
    }
    if (header[3] == MOSIX_FRAME_RECEIPT ? size != MOSIX_FRAME_SIZE
                                         : mosix_get_le64(header + 8) != cookie) {
        return -EACCES;
    }
    source.home = mosix_get_le32(header + 16);
    source.pid = mosix_get_le32(header + 20);
    source.stream = mosix_get_le32(header + 24);
    if (source.home == 0 || source.pid == 0) {
        return -EBADMSG;
    }
    tag_and_size = mosix_get_le32(header + 4);
    if (header[3] == MOSIX_FRAME_RECEIPT && tag_and_size != 0) {
        return -EACCES;
    }
    frame->kind = header[3];
    frame->tag = tag_and_size & 0xff;
    frame->payload_size = tag_and_size >> 8;
    frame->cookie = mosix_get_le64(header + 8);
    frame->source = source;
    frame->sequence = mosix_get_le32(header + 28);
    return frame->payload_size == size - MOSIX_FRAME_SIZE ? 0 : -EMSGSIZE;
}
