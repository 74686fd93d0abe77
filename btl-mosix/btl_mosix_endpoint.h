/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One peer: its send box, which is opened when it is needed and closed when others need it more,
 * and what could not be written to it yet.
 */
#ifndef BTL_MOSIX_ENDPOINT_H
#define BTL_MOSIX_ENDPOINT_H

#include "btl_mosix_frag.h"

/* An endpoint exists for every peer, also for those never talked to, so it is kept small. */
struct mca_btl_base_endpoint_t {
    opal_list_item_t super;
    opal_proc_t *proc;
    struct mosix_rank_address address;
    struct mosix_sendq queue;             /* fragments, oldest first */
    struct mosix_sendq_item pending_link; /* in module.pending while is_pending */
    uint64_t last_used;                   /* module.clock at the last write */
    atomic_size_t queued_size;            /* memory held by queue, in bytes */
    int box;                              /* descriptor of the send box, or -1 */
    uint32_t stream;
    uint32_t next_sequence;
    bool is_pending;
    bool has_failed;
};
typedef struct mca_btl_base_endpoint_t mca_btl_base_endpoint_t;

OBJ_CLASS_DECLARATION(mca_btl_base_endpoint_t);

/*
 * A new endpoint for proc, whose mailbox is at address; NULL without memory. It is in the
 * module's list, and begins a stream of messages of its own.
 */
mca_btl_base_endpoint_t *btl_mosix_endpoint_new(mca_btl_mosix_module_t *module, opal_proc_t *proc,
                                                const struct mosix_rank_address *address);

/*
 * Takes an endpoint out of the module and frees it. What is still queued is completed as if it
 * had been sent: the upper layer has said that it expects nothing of this peer any more.
 */
void btl_mosix_endpoint_delete(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint);

/*
 * Writes frag to the peer as one message, or queues it behind what is queued already. Never
 * blocks. Returns 1 when it was written, 0 when it is queued and will be completed later, or an
 * OPAL error, after the peer's failure was reported.
 */
int btl_mosix_endpoint_send(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                            btl_mosix_frag_t *frag);

/*
 * The same with two fragments, of which the second follows the first in the stream with nothing in
 * between. Both are completed here if they could be written. Returns OPAL_SUCCESS or an OPAL error.
 */
int btl_mosix_endpoint_send_pair(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                                 btl_mosix_frag_t *first, btl_mosix_frag_t *second);

/* Whether so much is queued for the peer that the upper layer should hold back. */
static inline bool btl_mosix_endpoint_is_full(const mca_btl_base_endpoint_t *endpoint)
{
    /* Read without the lock: one fragment more or less is no matter. */
    return atomic_load_explicit(&endpoint->queued_size, memory_order_relaxed) >=
           (size_t) mca_btl_mosix_component.max_queued << 10;
}

/*
 * Tries to write what is queued for every peer, and completes what was written.
 * Returns the number of completed fragments.
 */
int btl_mosix_endpoints_flush(mca_btl_mosix_module_t *module);

#endif
