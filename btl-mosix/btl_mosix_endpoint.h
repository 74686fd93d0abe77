/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One peer as this rank sees it: its address, its send box, and what could not be written yet.
 */
#ifndef BTL_MOSIX_ENDPOINT_H
#define BTL_MOSIX_ENDPOINT_H

#include "btl_mosix.h"

/* Every peer has an endpoint, also one that is never written to, so it is kept small. */
struct mca_btl_base_endpoint_t {
    opal_list_item_t super;
    opal_proc_t *proc;
    struct mosix_rank_address address;
    struct mosix_sendq queue;             /* fragments, oldest first */
    struct mosix_sendq_item pending_link; /* in module.pending while is_pending */
    struct mosix_retry retry;             /* after an error that may pass */
    uint32_t last_used;                   /* module.clock at the last write */
    atomic_uint queued_size;              /* memory held by queue, in bytes; below 2 GiB */
    int box;                              /* descriptor of the send box, or -1 */
    uint32_t stream;
    uint32_t next_sequence;
    uint8_t repeat; /* fragments of the message to be written again, or 0 */
    bool is_pending;
    bool has_failed;
    bool has_first; /* in module.firsts is a message that the peer has to answer */
};
typedef struct mca_btl_base_endpoint_t mca_btl_base_endpoint_t;

OBJ_CLASS_DECLARATION(mca_btl_base_endpoint_t);

/*
 * A new endpoint for proc, whose mailbox is at address; NULL without memory. It is in the
 * module's list, and begins a stream of messages of its own.
 */
mca_btl_base_endpoint_t *btl_mosix_endpoint_new(mca_btl_mosix_module_t *module, opal_proc_t *proc,
                                                const struct mosix_rank_address *address);

/* Whether so much is queued for the peer that the upper layer should hold back. */
static inline bool btl_mosix_endpoint_is_full(const mca_btl_base_endpoint_t *endpoint)
{
    /* Read without the lock: one fragment more or less does not matter. */
    return atomic_load_explicit(&endpoint->queued_size, memory_order_relaxed) >=
           mca_btl_mosix_component.numbers.max_queued << 10;
}

/* Whether something is queued for the peer, read without the lock. */
static inline bool btl_mosix_endpoint_has_queued(const mca_btl_base_endpoint_t *endpoint)
{
    return atomic_load_explicit(&endpoint->queued_size, memory_order_relaxed) > 0;
}

/* Whether other messages must wait until the peer has answered the first one. The lock is held. */
static inline bool btl_mosix_endpoint_is_held(const mca_btl_base_endpoint_t *endpoint)
{
    return endpoint->has_first;
}

/* To be called after every change of module->pending. The lock is held. */
void btl_mosix_endpoint_note_pending(mca_btl_mosix_module_t *module);

/* Lets progress write what is queued for the peer, unless that is nothing, or held. The lock is
 * held. */
void btl_mosix_endpoint_resume(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint);

/*
 * The endpoint that messages to that process go through, the newest if there are several, or NULL.
 * Takes module.lock.
 */
mca_btl_base_endpoint_t *btl_mosix_endpoint_find(mca_btl_mosix_module_t *module,
                                                 const struct mosix_source *source);

#endif
