/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The header at the start of every message in a mailbox: encode, decode, validate. A mailbox keeps
 * the boundaries of messages [doc4]. Anybody who may send to it can send anything, so nothing in
 * a message is trusted before mosix_frame_decode() has returned 0.
 * Libc only, memory in, memory out.
 *
 * Layout, 32 bytes, all numbers little-endian:
 *    0  u8[2] mark "MX"     2  u8 version        3  u8 kind
 *    4  u8    tag of the upper layer, or 0       5  u24 bytes of payload that follow the header
 *    8  u64   cookie of the receiver, which the receiver published to the ranks it talks to;
 *                 in a receipt that of its sender, who may not know the other one
 *   16  u32   home node of the sender           20  u32 PID of the sender on its home node
 *   24  u32   stream: one use of the connection between two ranks, chosen by the sender; a receipt
 *                 has that of the message
 *   28  u32   sequence number of the message in its stream, from 0, wrapping around;
 *                 a question takes none, and carries that of the message after it
 */
#ifndef MOSIX_FRAME_H
#define MOSIX_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MOSIX_FRAME_SIZE 32
#define MOSIX_FRAME_VERSION 1u

/* Most bytes of payload a header can describe. */
#define MOSIX_FRAME_PAYLOAD_MAX 0xffffffu

enum mosix_frame_kind {
    MOSIX_FRAME_DATA = 1, /* payload for the upper layer's callback of this tag */
    MOSIX_FRAME_BATCH,    /* several such payloads with their tags; see mosix_batch.h */
    MOSIX_FRAME_PUT,      /* data for memory that the receiver has registered; see mosix_put.h */
    MOSIX_FRAME_LIFE, /* a question whether the receiver is there; its number is the next one's */
    MOSIX_FRAME_RECEIPT, /* message 0 of the stream has come; see mosix_first.h */
    MOSIX_FRAME_KIND_END /* the first number after the kinds */
};

/* Who sent a message, and in which stream. Two streams of one sender are ordered separately. */
struct mosix_source {
    uint32_t home;
    uint32_t pid;
    uint32_t stream;
};

struct mosix_frame {
    uint64_t cookie;
    struct mosix_source source;
    uint32_t sequence;
    uint32_t payload_size;
    uint8_t kind;
    uint8_t tag;
};

/* Whether it takes a number of its stream. */
static inline bool mosix_frame_is_numbered(const struct mosix_frame *frame)
{
    return frame->kind != MOSIX_FRAME_LIFE && frame->kind != MOSIX_FRAME_RECEIPT;
}

/*
 * Encodes frame. The caller keeps payload_size within MOSIX_FRAME_PAYLOAD_MAX and kind valid;
 * both come from this process, never from outside.
 */
void mosix_frame_encode(const struct mosix_frame *frame, uint8_t header[MOSIX_FRAME_SIZE]);

/*
 * Decodes and validates a message of size bytes, as it was read from the mailbox.
 * cookie is the receiver's own. On success *frame is set, and exactly frame->payload_size bytes
 * follow the header. Returns 0 or
 *   -EBADMSG          no header of ours: too short, wrong mark, unknown kind, no sender
 *   -EPROTONOSUPPORT  a header of another version
 *   -EACCES           the cookie is not the receiver's: forged, or meant for an earlier process.
 *                     That of a receipt is the caller's to compare; one with more than a header
 *   -EMSGSIZE         the message is for this receiver, but its payload was cut or extended on its
 *                     way; *frame is set, so that the sender can be named
 * On any other error *frame is not changed.
 */
int mosix_frame_decode(const void *message, size_t size, uint64_t cookie,
                       struct mosix_frame *frame);

#endif
