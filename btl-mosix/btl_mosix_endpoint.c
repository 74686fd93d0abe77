/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The endpoints' type, and making one; see btl_mosix_endpoint.h.
 */
#include "btl_mosix_endpoint.h"

static void endpoint_construct(mca_btl_base_endpoint_t *endpoint)
{
    endpoint->proc = NULL;
    endpoint->address = (struct mosix_rank_address){0};
    endpoint->queue = (struct mosix_sendq){NULL, NULL};
    endpoint->pending_link.next = NULL;
    endpoint->retry = (struct mosix_retry){0};
    endpoint->has_first = false;
    endpoint->repeat = 0;
    endpoint->last_used = 0;
    endpoint->box = -1;
    endpoint->stream = 0;
    endpoint->next_sequence = 0;
    atomic_init(&endpoint->queued_size, 0);
    endpoint->is_pending = false;
    endpoint->has_failed = false;
}

OBJ_CLASS_INSTANCE(mca_btl_base_endpoint_t, opal_list_item_t, endpoint_construct, NULL);

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

void btl_mosix_endpoint_note_pending(mca_btl_mosix_module_t *module)
{
    atomic_store_explicit(&module->has_pending, !mosix_sendq_is_empty(&module->pending),
                          memory_order_relaxed);
}

void btl_mosix_endpoint_resume(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint)
{
    if (!endpoint->is_pending && !btl_mosix_endpoint_is_held(endpoint) &&
        !mosix_sendq_is_empty(&endpoint->queue)) {
        endpoint->is_pending = true;
        mosix_sendq_push(&module->pending, &endpoint->pending_link);
        btl_mosix_endpoint_note_pending(module);
    }
}

mca_btl_base_endpoint_t *btl_mosix_endpoint_find(mca_btl_mosix_module_t *module,
                                                 const struct mosix_source *source)
{
    mca_btl_base_endpoint_t *found = NULL;
    mca_btl_base_endpoint_t *endpoint;

    OPAL_THREAD_LOCK(&module->lock);
    OPAL_LIST_FOREACH(endpoint, &module->endpoints, mca_btl_base_endpoint_t)
    {
        if (endpoint->address.home == source->home && endpoint->address.pid == source->pid) {
            found = endpoint;
        }
    }
    OPAL_THREAD_UNLOCK(&module->lock);
    return found;
}
