/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sending: lazily opened send boxes, queues, failed peers. See btl_mosix_endpoint.h.
 */
#include "btl_mosix_endpoint.h"

#include <errno.h>

#include "mosix_batch.h"

#include "btl_mosix_report.h"

/* Most fragments in one batch, and most bytes of its payload: more would gain nothing. */
#define BATCH_ENTRIES 32
#define BATCH_SIZE (16u << 10)

static void endpoint_construct(mca_btl_base_endpoint_t *endpoint)
{
    endpoint->proc = NULL;
    endpoint->address = (struct mosix_rank_address){0};
    endpoint->queue = (struct mosix_sendq){NULL, NULL};
    endpoint->pending_link.next = NULL;
    endpoint->last_used = 0;
    endpoint->box = -1;
    endpoint->stream = 0;
    endpoint->next_sequence = 0;
    atomic_init(&endpoint->queued_size, 0);
    endpoint->is_pending = false;
    endpoint->has_failed = false;
}

OBJ_CLASS_INSTANCE(mca_btl_base_endpoint_t, opal_list_item_t, endpoint_construct, NULL);

static mca_btl_base_endpoint_t *endpoint_of(struct mosix_sendq_item *pending)
{
    return (mca_btl_base_endpoint_t *) ((char *) pending -
                                        offsetof(mca_btl_base_endpoint_t, pending_link));
}

mca_btl_base_endpoint_t *btl_mosix_endpoint_new(mca_btl_mosix_module_t *module, opal_proc_t *proc,
                                                const struct mosix_rank_address *address)
{
    mca_btl_base_endpoint_t *endpoint = OBJ_NEW(mca_btl_base_endpoint_t);

    if (endpoint == NULL) {
        return NULL;
    }
    endpoint->proc = proc;
    endpoint->address = *address;
    OPAL_THREAD_LOCK(&module->lock);
    endpoint->stream = module->next_stream++;
    opal_list_append(&module->endpoints, &endpoint->super);
    OPAL_THREAD_UNLOCK(&module->lock);
    return endpoint;
}

/* The lock is held. */
static void close_box(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint)
{
    if (endpoint->box < 0) {
        return;
    }
    mosix_box_close(endpoint->box);
    endpoint->box = -1;
    for (unsigned int i = 0; i < module->open_count; i++) {
        if (module->open[i] == endpoint) {
            module->open[i] = module->open[--module->open_count];
            break;
        }
    }
}

/* Closes the send box that is unused for longest. The lock is held, and one is open. */
static void close_least_recently_used(mca_btl_mosix_module_t *module)
{
    mca_btl_base_endpoint_t *oldest = module->open[0];

    for (unsigned int i = 1; i < module->open_count; i++) {
        if (module->open[i]->last_used < oldest->last_used) {
            oldest = module->open[i];
        }
    }
    close_box(module, oldest);
}

/*
 * Opens the peer's send box. Writes never block, so a box to be closed for it holds no half of a
 * message. The program itself may hold send boxes too: EMFILE can come before our own limit.
 * The lock is held. Returns 0 or -errno.
 */
static int open_box(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint)
{
    bool same_home = endpoint->address.home == module->self.home;
    int box;

    if (module->open_count >= mca_btl_mosix_component.max_open) {
        close_least_recently_used(module);
    }
    for (;;) {
        box = mosix_box_open_peer(mca_btl_mosix_component.root, endpoint->address.home,
                                  endpoint->address.pid, same_home);
        if ((box != -EMFILE && box != -ENFILE) || module->open_count == 0) {
            break;
        }
        close_least_recently_used(module);
    }
    if (box < 0) {
        return box;
    }
    endpoint->box = box;
    module->open[module->open_count++] = endpoint;
    return 0;
}

/*
 * Writes one message: parts[0] is left free for the header, whose payload the other parts are.
 * Only a message that was written takes a number of the stream. The lock is held.
 * Returns 0, -EAGAIN or another -errno.
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

    if (endpoint->box < 0) {
        rc = open_box(module, endpoint);
        if (rc < 0) {
            return rc;
        }
    }
    for (int i = 1; i < count; i++) {
        frame.payload_size += (uint32_t) parts[i].iov_len;
    }
    mosix_frame_encode(&frame, header);
    parts[0] = (struct iovec){header, sizeof(header)};
    endpoint->last_used = ++module->clock;
    rc = mosix_box_write(endpoint->box, parts, count);
    if (rc == 0) {
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

/* Writes frag as one message. The lock is held. */
static int write_frag(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                      const btl_mosix_frag_t *frag)
{
    struct iovec parts[1 + BTL_MOSIX_SEGMENTS];
    int count = 1 + add_segments(frag, parts + 1);

    return write_message(module, endpoint, (enum mosix_frame_kind) frag->kind, frag->tag, parts,
                         count);
}

/* Others read the size without the lock, but it changes only under it. */
static void set_queued_size(mca_btl_base_endpoint_t *endpoint, size_t size)
{
    atomic_store_explicit(&endpoint->queued_size, size, memory_order_relaxed);
}

static size_t queued_size(mca_btl_base_endpoint_t *endpoint)
{
    return atomic_load_explicit(&endpoint->queued_size, memory_order_relaxed);
}

/* To be called behind every change of module->pending. The lock is held. */
static void note_pending(mca_btl_mosix_module_t *module)
{
    atomic_store_explicit(&module->has_pending, !mosix_sendq_is_empty(&module->pending),
                          memory_order_relaxed);
}

/* The lock is held. */
static void enqueue(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                    btl_mosix_frag_t *frag)
{
    /* Only the callback can tell the upper layer of it now. */
    frag->base.des_flags |= MCA_BTL_DES_SEND_ALWAYS_CALLBACK;
    mosix_sendq_push(&endpoint->queue, &frag->queued);
    set_queued_size(endpoint, queued_size(endpoint) + btl_mosix_frag_footprint(frag));
    if (!endpoint->is_pending) {
        endpoint->is_pending = true;
        mosix_sendq_push(&module->pending, &endpoint->pending_link);
        note_pending(module);
    }
}

/* Completes all of done. No lock is held. Returns how many there were. */
static int complete_all(struct mosix_sendq *done, int status)
{
    struct mosix_sendq_item *item;
    int count = 0;

    while ((item = mosix_sendq_pop(done)) != NULL) {
        btl_mosix_frag_complete(btl_mosix_frag_of(item), status);
        count++;
    }
    return count;
}

/*
 * Nothing can be sent to this peer any more. The upper layer usually ends the job in the error
 * callback; should it not, the queued fragments are completed with an error. No lock is held.
 */
static void fail(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint, int error)
{
    struct mosix_sendq lost;
    bool is_first;

    OPAL_THREAD_LOCK(&module->lock);
    is_first = !endpoint->has_failed;
    endpoint->has_failed = true;
    close_box(module, endpoint);
    lost = endpoint->queue;
    endpoint->queue = (struct mosix_sendq){NULL, NULL};
    set_queued_size(endpoint, 0);
    OPAL_THREAD_UNLOCK(&module->lock);

    if (is_first) {
        btl_mosix_report_peer_failure(module, endpoint, error);
    }
    complete_all(&lost, OPAL_ERR_UNREACH);
}

/*
 * Writes frag, or queues it behind what is queued already: the receiver counts. The lock is held.
 * Returns 0 when it was written, -EAGAIN when it is queued, or another -errno.
 */
static int send_or_queue(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                         btl_mosix_frag_t *frag)
{
    int rc = -EAGAIN;

    frag->endpoint = endpoint;
    if (endpoint->has_failed) {
        return -EPIPE;
    }
    if (mosix_sendq_is_empty(&endpoint->queue)) {
        rc = write_frag(module, endpoint, frag);
    }
    if (rc == -EAGAIN) {
        enqueue(module, endpoint, frag);
    }
    return rc;
}

int btl_mosix_endpoint_send(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                            btl_mosix_frag_t *frag)
{
    int rc;

    OPAL_THREAD_LOCK(&module->lock);
    rc = send_or_queue(module, endpoint, frag);
    OPAL_THREAD_UNLOCK(&module->lock);

    if (rc == 0) {
        return 1;
    }
    if (rc == -EAGAIN) {
        return 0;
    }
    fail(module, endpoint, rc);
    return OPAL_ERR_UNREACH;
}

int btl_mosix_endpoint_send_pair(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                                 btl_mosix_frag_t *first, btl_mosix_frag_t *second)
{
    struct mosix_sendq done = {NULL, NULL};
    btl_mosix_frag_t *pair[2] = {first, second};
    int rc = 0;

    OPAL_THREAD_LOCK(&module->lock);
    for (int i = 0; i < 2; i++) {
        rc = send_or_queue(module, endpoint, pair[i]);
        if (rc == 0) {
            mosix_sendq_push(&done, &pair[i]->queued);
        } else if (rc != -EAGAIN) {
            break;
        }
    }
    OPAL_THREAD_UNLOCK(&module->lock);

    complete_all(&done, OPAL_SUCCESS);
    if (rc < 0 && rc != -EAGAIN) {
        fail(module, endpoint, rc);
        return OPAL_ERR_UNREACH;
    }
    return OPAL_SUCCESS;
}

/*
 * How many of the fragments at the head of the queue go into one message together: small ones, one
 * behind the other, up to the limits of a batch. At least 1. The lock is held.
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

/* Writes the first count fragments of the queue as one message. The lock is held. */
static int write_batch(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                       int entries)
{
    static uint8_t padding[MOSIX_BATCH_ALIGN];
    uint8_t headers[BATCH_ENTRIES][MOSIX_BATCH_ENTRY_HEADER];
    struct iovec parts[1 + BATCH_ENTRIES * (2 + BTL_MOSIX_SEGMENTS)];
    struct mosix_sendq_item *item = mosix_sendq_peek(&endpoint->queue);
    int count = 1;

    for (int i = 0; i < entries; i++, item = item->next) {
        const btl_mosix_frag_t *frag = btl_mosix_frag_of(item);
        size_t size = btl_mosix_frag_size(frag);

        mosix_batch_entry_encode(frag->tag, (uint32_t) size, headers[i]);
        parts[count++] = (struct iovec){headers[i], sizeof(headers[i])};
        count += add_segments(frag, parts + count);
        parts[count++] =
            (struct iovec){padding, mosix_batch_entry_size(size) - MOSIX_BATCH_ENTRY_HEADER - size};
    }
    return write_message(module, endpoint, MOSIX_FRAME_BATCH, 0, parts, count);
}

/*
 * Writes what is queued for one peer until its box is full; what was written is moved to done.
 * The lock is held. Returns 0 when all was written, -EAGAIN, or another -errno.
 */
static int flush_one(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                     struct mosix_sendq *done)
{
    while (!mosix_sendq_is_empty(&endpoint->queue)) {
        int count = count_batch(endpoint);
        int rc = count > 1 ? write_batch(module, endpoint, count)
                           : write_frag(module, endpoint,
                                        btl_mosix_frag_of(mosix_sendq_peek(&endpoint->queue)));

        if (rc < 0) {
            return rc;
        }
        while (count-- > 0) {
            struct mosix_sendq_item *item = mosix_sendq_pop(&endpoint->queue);

            set_queued_size(endpoint, queued_size(endpoint) -
                                          btl_mosix_frag_footprint(btl_mosix_frag_of(item)));
            mosix_sendq_push(done, item);
        }
    }
    return 0;
}

int btl_mosix_endpoints_flush(mca_btl_mosix_module_t *module)
{
    struct mosix_sendq done = {NULL, NULL};
    struct mosix_sendq waiting = {NULL, NULL};
    struct mosix_sendq_item *item;
    mca_btl_base_endpoint_t *failed = NULL;
    int error = 0;

    OPAL_THREAD_LOCK(&module->lock);
    while (failed == NULL && (item = mosix_sendq_pop(&module->pending)) != NULL) {
        mca_btl_base_endpoint_t *endpoint = endpoint_of(item);
        int rc = flush_one(module, endpoint, &done);

        if (rc == -EAGAIN) {
            mosix_sendq_push(&waiting, item);
            continue;
        }
        endpoint->is_pending = false;
        if (rc < 0) {
            failed = endpoint;
            error = rc;
        }
    }
    mosix_sendq_append(&waiting, &module->pending);
    module->pending = waiting;
    note_pending(module);
    OPAL_THREAD_UNLOCK(&module->lock);

    if (failed != NULL) {
        fail(module, failed, error);
    }
    return complete_all(&done, OPAL_SUCCESS);
}

/* Takes endpoint out of the list of those with something queued. The lock is held. */
static void forget_pending(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint)
{
    struct mosix_sendq others = {NULL, NULL};
    struct mosix_sendq_item *item;

    if (!endpoint->is_pending) {
        return;
    }
    while ((item = mosix_sendq_pop(&module->pending)) != NULL) {
        if (item != &endpoint->pending_link) {
            mosix_sendq_push(&others, item);
        }
    }
    module->pending = others;
    note_pending(module);
    endpoint->is_pending = false;
}

void btl_mosix_endpoint_delete(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint)
{
    struct mosix_sendq rest;

    OPAL_THREAD_LOCK(&module->lock);
    forget_pending(module, endpoint);
    close_box(module, endpoint);
    rest = endpoint->queue;
    endpoint->queue = (struct mosix_sendq){NULL, NULL};
    opal_list_remove_item(&module->endpoints, &endpoint->super);
    OPAL_THREAD_UNLOCK(&module->lock);

    complete_all(&rest, OPAL_SUCCESS);
    OBJ_RELEASE(endpoint);
}
