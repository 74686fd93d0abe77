/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The receiving side of the MOSIX BTL; see btl_mosix_receive.h.
 */
#include "btl_mosix_receive.h"

#include <errno.h>
#include <string.h>

#include "mosix_batch.h"
#include "mosix_open.h"
#include "mosix_put.h"

#include "btl_mosix_endpoint.h"
#include "btl_mosix_first.h"
#include "btl_mosix_frag.h"
#include "btl_mosix_put.h"
#include "btl_mosix_report.h"
#include "btl_mosix_send.h"
#include "btl_mosix_wait.h"

/* Why a message with this error is dropped; BTL_MOSIX_DROP_COUNT when it is not. */
static enum btl_mosix_drop drop_reason(int error)
{
    switch (error) {
    case -EACCES:
        return BTL_MOSIX_DROP_FORGED;
    case -EALREADY:
        return BTL_MOSIX_DROP_REPLAY;
    case -EBADMSG:
    case -EPROTONOSUPPORT:
        return BTL_MOSIX_DROP_FOREIGN;
    default:
        return BTL_MOSIX_DROP_COUNT;
    }
}

/*
 * Who sent the message that was read last, as MOSIX tells [real]: what the message itself says may
 * be wrong. Takes two system calls. The receive lock is held.
 */
static void read_sender(struct mosix_source *sender)
{
    if (mosix_switch_read("sender_home", &sender->home) < 0 ||
        mosix_switch_read("sender_pid", &sender->pid) < 0) {
        sender->home = 0;
    }
}

/* What comes before a put's data. */
#define PUT_START (MOSIX_FRAME_SIZE + MOSIX_PUT_HEADER)

static void *place_of(const struct mosix_put *put)
{
    return (void *) (uintptr_t) put->address;
}

/*
 * Reads the next message as if it were the put that is expected: the data into its place, the rest
 * into the buffer, to where it would be without a put. The size of expected is 0 when no put is.
 * The receive lock is held. Returns the size of the message, -EAGAIN when there is none, or another
 * -errno.
 */
static ssize_t take_message(mca_btl_mosix_module_t *module, btl_mosix_buffer_t *buffer,
                            const struct mosix_put *expected)
{
    struct iovec parts[3] = {{buffer->data, BTL_MOSIX_BUFFER_SIZE}};

    if (expected->size == 0) {
        return mosix_box_read(module->mailbox, parts, 1);
    }
    parts[0].iov_len = PUT_START;
    parts[1] = (struct iovec){place_of(expected), expected->size};
    parts[2] = (struct iovec){buffer->data + PUT_START + expected->size,
                              BTL_MOSIX_BUFFER_SIZE - PUT_START - expected->size};
    return mosix_box_read(module->mailbox, parts, 3);
}

/* How much of size bytes after PUT_START was read into the place of the expected put. */
static size_t size_in_place(const struct mosix_put *expected, size_t size)
{
    return size < expected->size ? size : expected->size;
}

/*
 * Copies what was read into the place of the expected put, without being it, into the buffer. That
 * place holds nothing yet: the put will fill all of it.
 */
static void gather(btl_mosix_buffer_t *buffer, size_t size, const struct mosix_put *expected)
{
    if (size > PUT_START) {
        memcpy(buffer->data + PUT_START, place_of(expected),
               size_in_place(expected, size - PUT_START));
    }
}

/*
 * Takes a put, which may be another one than the expected. What it says comes from the wire:
 * nothing is written before it was found to be registered. Returns 0, or -EPROTO when it was not.
 */
static int take_put(mca_btl_mosix_module_t *module, const btl_mosix_buffer_t *buffer,
                    size_t payload_size, const struct mosix_put *expected,
                    struct mosix_batch_entry *note)
{
    struct mosix_put put;
    uint8_t *at;

    if (mosix_put_decode(buffer->data + MOSIX_FRAME_SIZE, payload_size, &put, note) < 0) {
        return -EPROTO;
    }
    at = mosix_regions_find(&module->regions, put.region, put.address, put.size);
    if (at == NULL) {
        return -EPROTO;
    }
    if (!mosix_put_equal(&put, expected)) {
        size_t moved = size_in_place(expected, put.size);

        memmove(at, place_of(expected), moved);
        memcpy(at + moved, buffer->data + PUT_START + moved, put.size - moved);
    }
    mosix_regions_filled(&module->regions, put.region);
    return 0;
}

/*
 * Validates a message and does what must be done in the order of the stream. note becomes that of a
 * put. The receive lock is held. Returns 0 or -errno.
 */
static int accept_message(mca_btl_mosix_module_t *module, btl_mosix_buffer_t *buffer, size_t size,
                          const struct mosix_put *expected, struct mosix_frame *frame,
                          struct mosix_batch_entry *note)
{
    int rc = mosix_frame_decode(buffer->data, size, module->self.cookie, frame);

    if (rc == 0 && frame->kind == MOSIX_FRAME_RECEIPT) {
        return btl_mosix_first_answered(module, frame) ? 0 : -EACCES;
    }
    if (rc == 0 && frame->kind == MOSIX_FRAME_LIFE) {
        module->lives++;
        return mosix_streams_check(&module->streams, &frame->source, frame->sequence);
    }
    if (rc == 0) {
        rc = mosix_streams_accept(&module->streams, &frame->source, frame->sequence);
    }
    if (rc < 0) {
        return rc;
    }
    if (frame->kind == MOSIX_FRAME_PUT) {
        return take_put(module, buffer, frame->payload_size, expected, note);
    }
    gather(buffer, size, expected);
    return 0;
}

/* Hands one payload to the upper layer. No lock is held. Returns 1, or 0 when nobody wants it. */
static int deliver(mca_btl_mosix_module_t *module, const struct mosix_frame *frame, uint8_t tag,
                   const uint8_t *payload, size_t size)
{
    mca_btl_base_endpoint_t *sender = NULL;
    int count;

    if (OPAL_UNLIKELY(btl_mosix_compat_wants_sender(tag))) {
        sender = btl_mosix_endpoint_find(module, &frame->source);
        if (sender == NULL) {
            btl_mosix_report_unknown_sender(module, frame);
            return 0;
        }
    }
    btl_mosix_put_asked(btl_mosix_compat_asks_for_put(tag));
    count = btl_mosix_compat_deliver(&module->super, sender, tag, (void *) payload, size);
    btl_mosix_put_asked(false);
    if (count == 0) {
        btl_mosix_report_drop(module, BTL_MOSIX_DROP_TAG, &frame->source);
    }
    return count;
}

/*
 * Hands an accepted message to the upper layer, or the note of a put. No lock is held. Returns the
 * number of payloads.
 */
static int deliver_message(mca_btl_mosix_module_t *module, const btl_mosix_buffer_t *buffer,
                           const struct mosix_frame *frame, const struct mosix_batch_entry *note)
{
    const uint8_t *payload = buffer->data + MOSIX_FRAME_SIZE;
    struct mosix_batch_entry entry;
    size_t at = 0;
    int count = 0;
    int rc;

    switch (frame->kind) {
    case MOSIX_FRAME_LIFE:
    case MOSIX_FRAME_RECEIPT:
        btl_mosix_wait_ignore(module);
        return 0;
    case MOSIX_FRAME_DATA:
        return deliver(module, frame, frame->tag, payload, frame->payload_size);
    case MOSIX_FRAME_BATCH:
        while ((rc = mosix_batch_next(payload, frame->payload_size, &at, &entry)) > 0) {
            count += deliver(module, frame, entry.tag, entry.bytes, entry.size);
        }
        if (rc < 0) {
            btl_mosix_report_damaged_message(module, frame);
        }
        return count;
    default:
        return note->size == 0 ? 1 : deliver(module, frame, note->tag, note->bytes, note->size);
    }
}

/* Handles a message that must not be delivered. No lock is held. */
static void reject(mca_btl_mosix_module_t *module, int error, const struct mosix_frame *frame,
                   const struct mosix_source *sender)
{
    enum btl_mosix_drop reason = drop_reason(error);

    if (reason != BTL_MOSIX_DROP_COUNT) {
        btl_mosix_report_drop(module, reason, sender);
        return;
    }
    switch (error) {
    case -EAGAIN:
        break;
    case -EPIPE:
        btl_mosix_report_lost_message(module, frame);
        break;
    case -EMSGSIZE:
        btl_mosix_report_damaged_message(module, frame);
        break;
    case -EPROTO:
        btl_mosix_report_wrong_put(module, frame);
        break;
    default:
        btl_mosix_report_mailbox_failure(module, -error);
        break;
    }
}

/*
 * Answers a message if it is a first one. Returns rc, or -EAGAIN for one that had come before: its
 * answer was lost, or is on its way. No lock is held.
 */
static int answer(mca_btl_mosix_module_t *module, int rc, const struct mosix_frame *frame)
{
    if ((rc != 0 && rc != -EALREADY) || !btl_mosix_first_is(module, frame)) {
        return rc;
    }
    btl_mosix_first_answer(module, frame);
    return rc == 0 ? 0 : -EAGAIN;
}

int btl_mosix_receive(mca_btl_mosix_module_t *module, bool *is_empty)
{
    struct mosix_frame frame;
    struct mosix_source sender = {0};
    struct mosix_put expected = {.size = 0};
    struct mosix_batch_entry note;
    btl_mosix_buffer_t *buffer = NULL;
    ssize_t size = -EAGAIN;
    int waiting;
    int rc;

    *is_empty = false;
    if (OPAL_THREAD_TRYLOCK(&module->receive_lock) != 0) {
        return 0; /* another thread is reading */
    }
    waiting = module->must_probe ? mosix_box_probe(module->mailbox) : 1;
    if (waiting < 0) {
        size = waiting;
    } else if (waiting > 0) {
        buffer = (btl_mosix_buffer_t *) opal_free_list_get(&module->buffers);
        expected = mosix_regions_next(&module->regions);
        size = buffer == NULL ? -ENOMEM : take_message(module, buffer, &expected);
    }
    *is_empty = size == -EAGAIN;
    rc = size < 0 ? (int) size
                  : accept_message(module, buffer, (size_t) size, &expected, &frame, &note);
    if (rc < 0 && drop_reason(rc) != BTL_MOSIX_DROP_COUNT && !module->has_dropped) {
        read_sender(&sender);
    }
    OPAL_THREAD_UNLOCK(&module->receive_lock);

    if (size >= 0) {
        rc = answer(module, rc, &frame);
    }
    if (rc < 0) {
        reject(module, rc, &frame, &sender);
        rc = 0;
    } else {
        btl_mosix_send_gather();
        rc = deliver_message(module, buffer, &frame, &note);
        btl_mosix_send_gathered(module);
    }
    if (buffer != NULL) {
        opal_free_list_return(&module->buffers, &buffer->super);
    }
    return rc;
}
