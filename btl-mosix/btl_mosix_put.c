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
    if (module->expected.region == handle->region) {
        module->expected.at = NULL;
    }
    OPAL_THREAD_UNLOCK(&module->receive_lock);
    free(handle);
    return OPAL_SUCCESS;
}

/* Tells the upper layer, in the form that it expects for puts, that the data was written. */
static void put_done(mca_btl_base_module_t *btl, mca_btl_base_endpoint_t *endpoint,
                     mca_btl_base_descriptor_t *descriptor, int status)
{
    const btl_mosix_frag_t *frag = (const btl_mosix_frag_t *) descriptor;

    frag->put_cbfunc(btl, endpoint, frag->segments[0].seg_addr.pval, frag->put_handle,
                     descriptor->des_context, descriptor->des_cbdata, status);
}

/* A fragment that announces a put, or NULL. */
static btl_mosix_frag_t *new_announcement(mca_btl_mosix_module_t *module,
                                          const struct mosix_put *put)
{
    btl_mosix_frag_t *frag = btl_mosix_frag_alloc(module, MOSIX_PUT_SIZE, MCA_BTL_NO_ORDER,
                                                  MCA_BTL_DES_FLAGS_BTL_OWNERSHIP);

    if (frag != NULL) {
        frag->kind = MOSIX_FRAME_PUT;
        mosix_put_encode(put, frag->segments[0].seg_addr.pval);
    }
    return frag;
}

/* A fragment whose payload is the put's data where it is, or NULL. */
static btl_mosix_frag_t *new_data(mca_btl_mosix_module_t *module, void *local, size_t size)
{
    btl_mosix_frag_t *frag =
        btl_mosix_frag_alloc(module, 0, MCA_BTL_NO_ORDER,
                             MCA_BTL_DES_FLAGS_BTL_OWNERSHIP | MCA_BTL_DES_SEND_ALWAYS_CALLBACK);

    if (frag != NULL) {
        frag->kind = MOSIX_FRAME_PUT_DATA;
        frag->base.des_cbfunc = put_done;
        frag->segments[0].seg_addr.pval = local;
        frag->segments[0].seg_len = size;
    }
    return frag;
}

int btl_mosix_put(mca_btl_base_module_t *btl, mca_btl_base_endpoint_t *endpoint, void *local,
                  uint64_t remote, mca_btl_base_registration_handle_t *local_handle,
                  mca_btl_base_registration_handle_t *remote_handle, size_t size, int flags,
                  int order, mca_btl_base_rdma_completion_fn_t cbfunc, void *context, void *data)
{
    mca_btl_mosix_module_t *module = (mca_btl_mosix_module_t *) btl;
    const struct mosix_put put = {
        .region = remote_handle->region, .address = remote, .size = (uint32_t) size};
    btl_mosix_frag_t *announcement;
    btl_mosix_frag_t *frag;

    (void) flags;
    (void) order;
    if (size == 0 || size > btl->btl_put_limit) {
        return OPAL_ERR_NOT_AVAILABLE;
    }
    if (btl_mosix_endpoint_is_full(endpoint)) {
        return OPAL_ERR_OUT_OF_RESOURCE;
    }
    announcement = new_announcement(module, &put);
    frag = new_data(module, local, size);
    if (announcement == NULL || frag == NULL) {
        btl_mosix_frag_return(announcement);
        btl_mosix_frag_return(frag);
        return OPAL_ERR_OUT_OF_RESOURCE;
    }
    frag->put_cbfunc = cbfunc;
    frag->put_handle = local_handle;
    frag->base.des_context = context;
    frag->base.des_cbdata = data;
    return btl_mosix_send_pair(module, endpoint, announcement, frag);
}

int btl_mosix_put_announced(mca_btl_mosix_module_t *module, struct mosix_stream *stream,
                            const uint8_t *payload, size_t size)
{
    struct mosix_put put;
    void *at;

    if (mosix_put_decode(payload, size, &put) < 0) {
        return -EPROTO;
    }
    at = mosix_regions_find(&module->regions, put.region, put.address, put.size);
    if (at == NULL || stream->put_size != 0) {
        return -EPROTO;
    }
    stream->put_region = put.region;
    stream->put_at = at;
    stream->put_size = put.size;
    module->expected = (struct btl_mosix_expected){
        .source = stream->source, .region = put.region, .size = put.size, .at = at};
    return 0;
}

int btl_mosix_put_arrived(mca_btl_mosix_module_t *module, struct mosix_stream *stream,
                          const uint8_t *payload, size_t size)
{
    /* The registration may have ended since the announcement. */
    if (size == 0 || size != stream->put_size ||
        mosix_regions_find(&module->regions, stream->put_region, (uintptr_t) stream->put_at,
                           size) == NULL) {
        return -EPROTO;
    }
    if (payload != NULL) {
        memcpy(stream->put_at, payload, size);
    }
    if (module->expected.at == stream->put_at) {
        module->expected.at = NULL;
    }
    stream->put_at = NULL;
    stream->put_size = 0;
    return 0;
}
