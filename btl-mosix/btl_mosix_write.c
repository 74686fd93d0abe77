/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fragments as mailbox messages; see btl_mosix_write.h.
 */
#include "btl_mosix_write.h"

#include <errno.h>
#include <string.h>

#include "mosix_batch.h"

#include "btl_mosix_boxes.h"
#include "btl_mosix_first.h"

/* Most fragments in one batch, and most bytes of its payload: more would gain nothing. */
#define BATCH_ENTRIES 32
#define BATCH_SIZE (16u << 10)

/* What is packed for one write; under the module's lock. In the module, which has values from the
 * start, it would be 16 KiB of the file. */
static uint8_t batch[BATCH_SIZE];

_Static_assert(BATCH_ENTRIES <= UINT8_MAX, "a peer keeps the number in 8 bits");
_Static_assert(1 + BTL_MOSIX_SEGMENTS <= MOSIX_BOX_PARTS_MAX, "a fragment is one message");

/*
 * Writes one message. parts[0] is free for the header; the other parts are the payload.
 * Only a message that was written takes a number of the stream. Returns 0, -EAGAIN or another
 * -errno.
 */
static int write_message(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                         enum mosix_frame_kind kind, mca_btl_base_tag_t tag, struct iovec *parts,
                         int count)
{
    uint8_t header[MOSIX_FRAME_SIZE];
    struct mosix_frame frame = {
        .cookie = endpoint->address.cookie,
        .source = {module->self.home, module->self.pid, endpoint->stream},
        .sequence = endpoint->next_sequence,
        .kind = (uint8_t) kind,
        .tag = tag,
    };
    int rc;

    if (OPAL_UNLIKELY(module->mailbox < 0)) {
        return -ECHILD; /* in a child that the rank has forked */
    }
    for (int i = 1; i < count; i++) {
        frame.payload_size += (uint32_t) parts[i].iov_len;
    }
    mosix_frame_encode(&frame, header);
    parts[0] = (struct iovec){header, sizeof(header)};
    rc = btl_mosix_box_write(module, endpoint, parts, count);
    if (rc == 0) {
        btl_mosix_first_keep(module, endpoint, parts, count);
        endpoint->next_sequence++;
    }
    return rc;
}

/* Appends the segments of frag to parts and returns their number. */
static int add_segments(const btl_mosix_frag_t *frag, struct iovec *parts)
{
    int count = 0;

    for (size_t i = 0; i < frag->base.des_segment_count; i++) {
        parts[count++] = (struct iovec){frag->base.des_segments[i].seg_addr.pval,
                                        frag->base.des_segments[i].seg_len};
    }
    return count;
}

int btl_mosix_write_frag(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                         const btl_mosix_frag_t *frag)
{
    struct iovec parts[1 + BTL_MOSIX_SEGMENTS];
    int count = 1 + add_segments(frag, parts + 1);

    return write_message(module, endpoint, (enum mosix_frame_kind) frag->kind, frag->tag, parts,
                         count);
}

/*
 * How many of the fragments at the head of the queue go into one message together: small ones, up
 * to the limits of a batch. At least 1.
 */
static int count_batch(const mca_btl_base_endpoint_t *endpoint)
{
    size_t size = 0;
    int count = 0;

    for (struct mosix_sendq_item *item = mosix_sendq_peek(&endpoint->queue);
         item != NULL && count < BATCH_ENTRIES; item = item->next) {
        const btl_mosix_frag_t *frag = btl_mosix_frag_of(item);

        size += mosix_batch_entry_size(btl_mosix_frag_size(frag));
        if (frag->kind != MOSIX_FRAME_DATA || size > BATCH_SIZE) {
            break;
        }
        count++;
    }
    return count > 1 ? count : 1;
}

/*
 * Writes the first fragments of the queue as one message. They are copied, because MOSIX takes
 * fewer parts in a message than they have, and they are small. The lock is held.
 */
static int write_batch(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                       int entries)
{
    struct mosix_sendq_item *item = mosix_sendq_peek(&endpoint->queue);
    struct iovec parts[2];
    size_t size = 0;

    for (int i = 0; i < entries; i++, item = item->next) {
        const btl_mosix_frag_t *frag = btl_mosix_frag_of(item);
        size_t payload = btl_mosix_frag_size(frag);
        uint8_t *at = batch + size;

        mosix_batch_entry_encode(frag->tag, (uint32_t) payload, at);
        btl_mosix_frag_payload(frag, at + MOSIX_BATCH_ENTRY_HEADER);
        size += mosix_batch_entry_size(payload);
        memset(at + MOSIX_BATCH_ENTRY_HEADER + payload, 0,
               mosix_batch_entry_size(payload) - MOSIX_BATCH_ENTRY_HEADER - payload);
    }
    parts[1] = (struct iovec){batch, size};
    return write_message(module, endpoint, MOSIX_FRAME_BATCH, 0, parts, 2);
}

int btl_mosix_write_queued(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint)
{
    const btl_mosix_frag_t *first = btl_mosix_frag_of(mosix_sendq_peek(&endpoint->queue));
    int count = endpoint->repeat != 0 ? endpoint->repeat : count_batch(endpoint);
    int rc = count > 1 ? write_batch(module, endpoint, count)
                       : btl_mosix_write_frag(module, endpoint, first);

    if (rc < 0) {
        if (mosix_failure_may_pass(-rc)) {
            endpoint->repeat = (uint8_t) count;
        }
        return rc;
    }
    endpoint->repeat = 0;
    return count;
}

int btl_mosix_write_life(mca_btl_mosix_module_t *module, const struct mosix_rank_address *address,
                         const mca_btl_base_endpoint_t *endpoint)
{
    const struct mosix_frame frame = {
        .cookie = address->cookie,
        .source = {module->self.home, module->self.pid, endpoint != NULL ? endpoint->stream : 0},
        .sequence =
            endpoint != NULL && !btl_mosix_endpoint_is_held(endpoint) ? endpoint->next_sequence : 0,
        .kind = MOSIX_FRAME_LIFE,
    };

    return btl_mosix_box_write_frame(module, address, endpoint != NULL ? endpoint->box : -1,
                                     &frame);
}
