/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Puts on both sides; see btl_mosix_put.h.
 */
#include "btl_mosix_put.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mosix_put.h"

#include "btl_mosix_send.h"

mca_btl_base_registration_handle_t *btl_mosix_register_mem(mca_btl_base_module_t *btl,
                                                           mca_btl_base_endpoint_t *endpoint,
                                                           void *base, size_t size, uint32_t flags)
{
    mca_btl_mosix_module_t *module = (mca_btl_mosix_module_t *) btl;
    mca_btl_base_registration_handle_t *handle;

    (void) endpoint;
    if ((flags & MCA_BTL_REG_FLAG_REMOTE_READ) != 0) {
        return NULL;
    }
    handle = calloc(1, sizeof(*handle));
    if (handle == NULL || (flags & MCA_BTL_REG_FLAG_REMOTE_WRITE) == 0) {
        return handle; /* memory that is only read from needs no number */
    }
    OPAL_THREAD_LOCK(&module->receive_lock);
    handle->region = mosix_regions_add(&module->regions, base, size);
    OPAL_THREAD_UNLOCK(&module->receive_lock);
    if (handle->region == 0) {
        free(handle);
        return NULL;
    }
    return handle;
}

int btl_mosix_deregister_mem(mca_btl_base_module_t *btl, mca_btl_base_registration_handle_t *handle)
{
    mca_btl_mosix_module_t *module = (mca_btl_mosix_module_t *) btl;

    OPAL_THREAD_LOCK(&module->receive_lock);
    mosix_regions_remove(&module->regions, handle->region);
    OPAL_THREAD_UNLOCK(&module->receive_lock);
    free(handle);
    return OPAL_SUCCESS;
}

/* Tells the upper layer, in the form that it expects for puts, that the data was written. */
static void put_done(mca_btl_base_module_t *btl, mca_btl_base_endpoint_t *endpoint,
                     mca_btl_base_descriptor_t *descriptor, int status)
{
    const btl_mosix_frag_t *frag = (const btl_mosix_frag_t *) descriptor;

    frag->put_cbfunc(btl, endpoint, frag->segments[1].seg_addr.pval, frag->put_handle,
                     descriptor->des_context, descriptor->des_cbdata, status);
}

/* It was told before. */
static void put_told(mca_btl_base_module_t *btl, mca_btl_base_endpoint_t *endpoint,
                     mca_btl_base_descriptor_t *descriptor, int status)
{
    (void) btl;
    (void) endpoint;
    (void) descriptor;
    (void) status;
}

/* See btl_mosix_put_asked(). Where several threads call MPI, nobody writes these two. */
static bool is_asked;

/* A put that was told to be done and waits for the note that says so. */
static btl_mosix_frag_t *held;

void btl_mosix_put_asked(bool asked)
{
    if (!opal_using_threads()) {
        is_asked = asked;
    }
}

/* Sends a put that was told to be done. Returns as btl_mosix_send(). */
static int send_told(mca_btl_mosix_module_t *module, btl_mosix_frag_t *frag)
{
    int rc = btl_mosix_send(module, frag->endpoint, frag);

    if (rc != 0) {
        btl_mosix_frag_return(frag);
    }
    return rc;
}

/* Sends the put that waits, if there is one, without a note. */
static int send_held(mca_btl_mosix_module_t *module)
{
    btl_mosix_frag_t *frag = held;

    if (frag == NULL) {
        return 1;
    }
    held = NULL;
    return send_told(module, frag);
}

int btl_mosix_put_and_send(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                           btl_mosix_frag_t *frag)
{
    btl_mosix_frag_t *put = held;
    uint8_t *note;
    size_t size;
    int rc;

    if (OPAL_LIKELY(put == NULL)) {
        return btl_mosix_send(module, endpoint, frag);
    }
    size = btl_mosix_frag_size(frag);
    if (put->endpoint != endpoint || size == 0 || size > MOSIX_PUT_NOTE_MAX) {
        rc = send_held(module);
        return rc < 0 ? rc : btl_mosix_send(module, endpoint, frag);
    }
    held = NULL;
    note = mosix_put_encode_note(frag->tag, (uint32_t) size, put->segments[0].seg_addr.pval);
    btl_mosix_frag_payload(frag, note);
    rc = send_told(module, put);
    return rc < 0 ? rc : 1;
}

/* Tells the upper layer that the put is done, and sends it with what that says to the receiver. */
static void tell_and_send(mca_btl_mosix_module_t *module, btl_mosix_frag_t *frag)
{
    frag->is_told = true;
    frag->base.des_flags = MCA_BTL_DES_FLAGS_BTL_OWNERSHIP;
    frag->base.des_cbfunc = put_told;
    held = frag;
    put_done(&module->super, frag->endpoint, &frag->base, OPAL_SUCCESS);
    (void) send_held(module);
}

int btl_mosix_put(mca_btl_base_module_t *btl, mca_btl_base_endpoint_t *endpoint, void *local,
                  uint64_t remote, mca_btl_base_registration_handle_t *local_handle,
                  mca_btl_base_registration_handle_t *remote_handle, size_t size, int flags,
                  int order, mca_btl_base_rdma_completion_fn_t cbfunc, void *context, void *data)
{
    mca_btl_mosix_module_t *module = (mca_btl_mosix_module_t *) btl;
    const struct mosix_put put = {.region = remote_handle->region, .address = remote};
    btl_mosix_frag_t *frag;
    int rc;

    (void) flags;
    (void) order;
    if (size == 0 || size > btl->btl_put_limit) {
        return OPAL_ERR_NOT_AVAILABLE;
    }
    if (btl_mosix_endpoint_is_full(endpoint) || send_held(module) < 0) {
        return OPAL_ERR_OUT_OF_RESOURCE;
    }
    frag = btl_mosix_frag_alloc(module, MOSIX_PUT_HEADER, MCA_BTL_NO_ORDER,
                                MCA_BTL_DES_FLAGS_BTL_OWNERSHIP | MCA_BTL_DES_SEND_ALWAYS_CALLBACK);
    if (frag == NULL) {
        return OPAL_ERR_OUT_OF_RESOURCE;
    }
    frag->kind = MOSIX_FRAME_PUT;
    mosix_put_encode(&put, frag->segments[0].seg_addr.pval);
    frag->segments[1].seg_addr.pval = local;
    frag->segments[1].seg_len = size;
    frag->base.des_segment_count = 2;
    frag->base.des_cbfunc = put_done;
    frag->base.des_context = context;
    frag->base.des_cbdata = data;
    frag->put_cbfunc = cbfunc;
    frag->put_handle = local_handle;
    frag->endpoint = endpoint;
    if (is_asked && !btl_mosix_endpoint_has_queued(endpoint)) {
        tell_and_send(module, frag);
        return OPAL_SUCCESS;
    }
    rc = btl_mosix_send(module, endpoint, frag);
    if (rc == 1) {
        btl_mosix_frag_complete(frag, OPAL_SUCCESS);
    } else if (rc < 0) {
        btl_mosix_frag_return(frag);
        return rc;
    }
    return OPAL_SUCCESS;
}
