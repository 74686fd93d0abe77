/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Queues of fragments and what becomes of them; see btl_mosix_send.h.
 */
#include "btl_mosix_send.h"

#include <errno.h>

#include "mosix_time.h"

#include "btl_mosix_boxes.h"
#include "btl_mosix_ending.h"
#include "btl_mosix_first.h"
#include "btl_mosix_report.h"
#include "btl_mosix_write.h"

static mca_btl_base_endpoint_t *endpoint_of(struct mosix_sendq_item *pending)
{
    return (mca_btl_base_endpoint_t *) ((char *) pending -
                                        offsetof(mca_btl_base_endpoint_t, pending_link));
}

/* Others read the size without the lock, but it changes only under it. */
static void set_queued_size(mca_btl_base_endpoint_t *endpoint, size_t size)
{
    atomic_store_explicit(&endpoint->queued_size, (unsigned int) size, memory_order_relaxed);
}

static size_t queued_size(mca_btl_base_endpoint_t *endpoint)
{
    return atomic_load_explicit(&endpoint->queued_size, memory_order_relaxed);
}

/* The lock is held. Returns 0 or -ENOMEM. */
static int enqueue(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                   btl_mosix_frag_t *frag)
{
    if (frag->is_told && btl_mosix_frag_keep(frag) < 0) {
        return -ENOMEM;
    }
    /* From now on only the callback can tell the upper layer that it was sent. */
    frag->base.des_flags |= MCA_BTL_DES_SEND_ALWAYS_CALLBACK;
    mosix_sendq_push(&endpoint->queue, &frag->queued);
    set_queued_size(endpoint, queued_size(endpoint) + btl_mosix_frag_footprint(frag));
    btl_mosix_endpoint_resume(module, endpoint);
    return 0;
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
 * From now on nothing is sent to this peer. What was queued is moved to lost. No lock is held.
 * Returns whether it is the first time.
 */
static bool close_for_ever(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                           struct mosix_sendq *lost)
{
    bool is_first;

    OPAL_THREAD_LOCK(&module->lock);
    is_first = !endpoint->has_failed;
    endpoint->has_failed = true;
    btl_mosix_box_close(module, endpoint);
    btl_mosix_first_drop(module, endpoint);
    *lost = endpoint->queue;
    endpoint->queue = (struct mosix_sendq){NULL, NULL};
    set_queued_size(endpoint, 0);
    OPAL_THREAD_UNLOCK(&module->lock);
    return is_first;
}

/*
 * Nothing can be sent to this peer any more. The upper layer usually ends the job in the error
 * callback. If it does not, the queued fragments are completed with an error. No lock is held.
 */
static void fail(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint, int error)
{
    struct mosix_sendq lost;

    if (error == -ECHILD) {
        btl_mosix_report_child();
    }
    if (close_for_ever(module, endpoint, &lost)) {
        btl_mosix_report_peer_failure(module, endpoint, error);
    }
    complete_all(&lost, OPAL_ERR_UNREACH);
}

void btl_mosix_send_gone(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                         int error)
{
    struct mosix_sendq lost;

    if (close_for_ever(module, endpoint, &lost)) {
        btl_mosix_report_peer_gone(module, endpoint->proc, &endpoint->address, error);
    }
    complete_all(&lost, OPAL_ERR_UNREACH);
}

/*
 * What becomes of an attempt to write to a peer. rc is 0 or more when it went well, or -errno. A
 * last message to a peer that has ended counts as written. The lock is held. Returns rc, or -EAGAIN
 * when what was to be written must stay queued.
 */
static int judge(mca_btl_base_endpoint_t *endpoint, int rc)
{
    const uint32_t patience = (uint32_t) mca_btl_mosix_component.numbers.patience * 1000;

    if (rc < 0 && mosix_failure_may_pass(-rc)) {
        return mosix_retry_again(&endpoint->retry, (uint32_t) mosix_time(),
                                 mosix_failure_patience(-rc, patience))
                   ? -EAGAIN
                   : rc;
    }
    endpoint->retry = (struct mosix_retry){0};
    if (rc == -ESRCH && btl_mosix_is_ending()) {
        return 0; /* nobody waits for it any more */
    }
    return rc;
}

/* Larger fragments are not gathered: they are worth a message, and would have to be copied. */
#define GATHERED_MAX 256

/* Whether small fragments wait for each other, and whether some do. Where several threads call MPI,
 * nobody writes them. */
static bool is_gathering;
static bool has_gathered;

/* Whether frag waits for others that may go with it. */
static bool is_to_gather(const btl_mosix_frag_t *frag)
{
    if (!is_gathering || frag->kind != MOSIX_FRAME_DATA ||
        btl_mosix_frag_size(frag) > GATHERED_MAX) {
        return false;
    }
    has_gathered = true;
    return true;
}

/*
 * Writes frag, or queues it: after what is queued already, because the receiver checks the order.
 * The lock is held.
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
    if (mosix_sendq_is_empty(&endpoint->queue) && !btl_mosix_endpoint_is_held(endpoint) &&
        !is_to_gather(frag)) {
        rc = judge(endpoint, btl_mosix_write_frag(module, endpoint, frag));
    }
    if (rc == -EAGAIN) {
        if (enqueue(module, endpoint, frag) < 0) {
            return -ENOMEM;
        }
        if (mosix_retry_runs(&endpoint->retry) && endpoint->repeat == 0) {
            endpoint->repeat = 1; /* this very message */
        }
    }
    return rc;
}

int btl_mosix_send(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
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

/*
 * Bytes of memory that one peer's written fragments may hold before they are given back. After a
 * sleep there may be room for all that is queued, and the upper layer would fill the queue again
 * before it gets back the memory of what was written.
 */
#define FLUSH_BYTES ((size_t) 1 << 20)

/*
 * Writes what is queued for one peer until its box is full or much was written; what was written is
 * moved to done. The lock is held. Returns 0 when all was written or has to wait for the first
 * message, -EAGAIN, or another -errno.
 */
static int flush_one(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                     struct mosix_sendq *done)
{
    const size_t before = queued_size(endpoint);

    if (mosix_retry_runs(&endpoint->retry) &&
        !mosix_retry_is_due(&endpoint->retry, (uint32_t) mosix_time())) {
        return -EAGAIN;
    }
    while (!mosix_sendq_is_empty(&endpoint->queue) && !btl_mosix_endpoint_is_held(endpoint)) {
        int count;

        if (before - queued_size(endpoint) >= FLUSH_BYTES) {
            return -EAGAIN;
        }
        count = judge(endpoint, btl_mosix_write_queued(module, endpoint));

        if (count <= 0) {
            return count; /* 0: nobody waits for it any more */
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

int btl_mosix_send_queued(mca_btl_mosix_module_t *module)
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
    btl_mosix_endpoint_note_pending(module);
    OPAL_THREAD_UNLOCK(&module->lock);

    if (failed != NULL) {
        fail(module, failed, error);
    }
    return complete_all(&done, OPAL_SUCCESS);
}

void btl_mosix_send_gather(void)
{
    if (!opal_using_threads()) {
        is_gathering = true;
    }
}

void btl_mosix_send_gathered(mca_btl_mosix_module_t *module)
{
    if (opal_using_threads()) {
        return;
    }
    is_gathering = false;
    if (has_gathered) {
        has_gathered = false;
        (void) btl_mosix_send_queued(module);
    }
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
    btl_mosix_endpoint_note_pending(module);
    endpoint->is_pending = false;
}

void btl_mosix_send_end(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint)
{
    struct mosix_sendq rest;
    struct mosix_sendq done = {NULL, NULL};

    OPAL_THREAD_LOCK(&module->lock);
    forget_pending(module, endpoint);
    if (btl_mosix_endpoint_is_held(endpoint)) {
        /* Most probably it has arrived, and the peer may wait for what follows. */
        btl_mosix_first_drop(module, endpoint);
        (void) flush_one(module, endpoint, &done);
    }
    btl_mosix_box_close(module, endpoint);
    rest = endpoint->queue;
    endpoint->queue = (struct mosix_sendq){NULL, NULL};
    opal_list_remove_item(&module->endpoints, &endpoint->super);
    OPAL_THREAD_UNLOCK(&module->lock);

    complete_all(&done, OPAL_SUCCESS);
    complete_all(&rest, OPAL_SUCCESS);
    OBJ_RELEASE(endpoint);
}
