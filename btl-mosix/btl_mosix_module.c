/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The function table of the MOSIX BTL: peers come and go, fragments are allocated and sent. See
 * btl_mosix_module.h.
 */
#include "btl_mosix_module.h"

#include <errno.h>
#include <stdlib.h>

#include "btl_mosix_endpoint.h"
#include "btl_mosix_frag.h"
#include "btl_mosix_life.h"
#include "btl_mosix_locality.h"
#include "btl_mosix_mailbox.h"
#include "btl_mosix_published.h"
#include "btl_mosix_put.h"
#include "btl_mosix_report.h"
#include "btl_mosix_send.h"
#include "btl_mosix_wait.h"

/*
 * Where proc's mailbox is. Returns 0, or -ENOENT for a peer that must be reached in another way.
 */
static int find_address(const opal_proc_t *proc, struct mosix_rank_address *address)
{
    struct mosix_record record;
    int rc = btl_mosix_published(&proc->proc_name, &record);

    if (rc == -ENOENT) {
        return -ENOENT;
    }
    if (rc < 0) {
        opal_show_help(BTL_MOSIX_HELP, "peer of another release", true, opal_process_info.nodename,
                       opal_get_proc_hostname(proc));
        return -ENOENT;
    }
    /* Without that support Open MPI reads every peer's data as if it came from this machine. */
    if (record.architecture != mca_btl_mosix_module.architecture &&
        !OPAL_ENABLE_HETEROGENEOUS_SUPPORT) {
        opal_show_help(BTL_MOSIX_HELP, "peer of another architecture", true,
                       opal_process_info.nodename, opal_get_proc_hostname(proc));
        return -ENOENT;
    }
    *address = record.address;
    return 0;
}

/* Called whenever new peers appear. Peers known already are not in the call. */
static int add_procs(mca_btl_base_module_t *btl, size_t count, opal_proc_t **procs,
                     mca_btl_base_endpoint_t **endpoints, opal_bitmap_t *reachable)
{
    mca_btl_mosix_module_t *module = (mca_btl_mosix_module_t *) btl;

    for (size_t i = 0; i < count; i++) {
        struct mosix_rank_address address;

        endpoints[i] = NULL;
        btl_mosix_locality_forget(procs[i]);
        if (procs[i] == opal_proc_local_get() || find_address(procs[i], &address) < 0) {
            continue;
        }
        endpoints[i] = btl_mosix_endpoint_new(module, procs[i], &address);
        if (endpoints[i] == NULL) {
            return OPAL_ERR_OUT_OF_RESOURCE;
        }
        if (reachable != NULL) {
            int rc = opal_bitmap_set_bit(reachable, (int) i);

            if (rc != OPAL_SUCCESS) {
                return rc;
            }
        }
    }
    return OPAL_SUCCESS;
}

/* The array belongs to the caller and may be read again, so it is not written. */
static int del_procs(mca_btl_base_module_t *btl, size_t count, opal_proc_t **procs,
                     mca_btl_base_endpoint_t **endpoints)
{
    mca_btl_mosix_module_t *module = (mca_btl_mosix_module_t *) btl;

    (void) procs;
    for (size_t i = 0; i < count; i++) {
        mca_btl_base_endpoint_t *endpoint;

        /* A second call for the same endpoint does not find it any more. */
        OPAL_LIST_FOREACH(endpoint, &module->endpoints, mca_btl_base_endpoint_t)
        {
            if (endpoint == endpoints[i]) {
                btl_mosix_send_end(module, endpoint);
                break;
            }
        }
    }
    return OPAL_SUCCESS;
}

static int register_error(mca_btl_base_module_t *btl, mca_btl_base_module_error_cb_fn_t callback)
{
    ((mca_btl_mosix_module_t *) btl)->error_cb = callback;
    return OPAL_SUCCESS;
}

static mca_btl_base_descriptor_t *alloc(mca_btl_base_module_t *btl,
                                        mca_btl_base_endpoint_t *endpoint, uint8_t order,
                                        size_t size, uint32_t flags)
{
    btl_mosix_frag_t *frag;

    if (btl_mosix_endpoint_is_full(endpoint)) {
        return NULL;
    }
    frag = btl_mosix_frag_alloc((mca_btl_mosix_module_t *) btl, size, order, flags);
    if (frag == NULL) {
        return NULL;
    }
    frag->endpoint = endpoint;
    return &frag->base;
}

static int free_descriptor(mca_btl_base_module_t *btl, mca_btl_base_descriptor_t *descriptor)
{
    (void) btl;
    btl_mosix_frag_return((btl_mosix_frag_t *) descriptor);
    return OPAL_SUCCESS;
}

/* Packs size bytes of the convertor after the reserved ones. Returns 0 or a negative number. */
static int pack(btl_mosix_frag_t *frag, opal_convertor_t *convertor, size_t reserve, size_t *size)
{
    struct iovec iov = {(char *) frag->segments[0].seg_addr.pval + reserve, *size};
    uint32_t count = 1;
    size_t packed = *size;
    int rc = opal_convertor_pack(convertor, &iov, &count, &packed);

    if (rc < 0) {
        return rc;
    }
    *size = packed;
    frag->segments[0].seg_len = reserve + packed;
    return 0;
}

/*
 * A fragment of reserve bytes for the upper layer's header and up to *size bytes of user data.
 * Contiguous data stays where it is until it is written; the segment points to it.
 */
static mca_btl_base_descriptor_t *prepare_src(mca_btl_base_module_t *btl,
                                              mca_btl_base_endpoint_t *endpoint,
                                              opal_convertor_t *convertor, uint8_t order,
                                              size_t reserve, size_t *size, uint32_t flags)
{
    mca_btl_mosix_module_t *module = (mca_btl_mosix_module_t *) btl;
    bool in_place = !opal_convertor_need_buffers(convertor);
    btl_mosix_frag_t *frag;
    void *data;

    if (reserve > btl->btl_max_send_size || btl_mosix_endpoint_is_full(endpoint)) {
        return NULL;
    }
    if (*size > btl->btl_max_send_size - reserve) {
        *size = btl->btl_max_send_size - reserve;
    }
    frag = btl_mosix_frag_alloc(module, in_place ? reserve : reserve + *size, order, flags);
    if (frag == NULL) {
        return NULL;
    }
    frag->endpoint = endpoint;
    if (!in_place) {
        if (pack(frag, convertor, reserve, size) < 0) {
            btl_mosix_frag_return(frag);
            return NULL;
        }
        return &frag->base;
    }
    opal_convertor_get_current_pointer(convertor, &data);
    frag->segments[1].seg_addr.pval = data;
    frag->segments[1].seg_len = *size;
    frag->base.des_segment_count = 2;
    return &frag->base;
}

static int send_descriptor(mca_btl_base_module_t *btl, mca_btl_base_endpoint_t *endpoint,
                           mca_btl_base_descriptor_t *descriptor, mca_btl_base_tag_t tag)
{
    btl_mosix_frag_t *frag = (btl_mosix_frag_t *) descriptor;
    int rc;

    frag->tag = tag;
    rc = btl_mosix_put_and_send((mca_btl_mosix_module_t *) btl, endpoint, frag);
    if (rc == 1) {
        btl_mosix_frag_complete(frag, OPAL_SUCCESS);
    }
    return rc;
}

int btl_mosix_module_start(mca_btl_mosix_module_t *module)
{
    OBJ_CONSTRUCT(&module->lock, opal_mutex_t);
    OBJ_CONSTRUCT(&module->receive_lock, opal_mutex_t);
    OBJ_CONSTRUCT(&module->wait_lock, opal_mutex_t);
    OBJ_CONSTRUCT(&module->endpoints, opal_list_t);
    btl_mosix_wait_start(module);
    btl_mosix_life_start(module);
    return btl_mosix_frag_lists_start(module);
}

static int finalize(mca_btl_base_module_t *btl)
{
    mca_btl_mosix_module_t *module = (mca_btl_mosix_module_t *) btl;

    while (!opal_list_is_empty(&module->endpoints)) {
        btl_mosix_send_end(module,
                           (mca_btl_base_endpoint_t *) opal_list_get_first(&module->endpoints));
    }
    btl_mosix_report_drops_at_end(module);
    btl_mosix_life_stop(module);
    btl_mosix_wait_stop(module);
    btl_mosix_mailbox_close(module);
    mosix_streams_clear(&module->streams);
    mosix_regions_clear(&module->regions);
    btl_mosix_frag_lists_stop(module);
    OBJ_DESTRUCT(&module->endpoints);
    OBJ_DESTRUCT(&module->wait_lock);
    OBJ_DESTRUCT(&module->receive_lock);
    OBJ_DESTRUCT(&module->lock);
    return OPAL_SUCCESS;
}

mca_btl_mosix_module_t mca_btl_mosix_module = {
    .super =
        {
            .btl_component = &mca_btl_mosix_component.super,
            .btl_flags = MCA_BTL_FLAGS_SEND | MCA_BTL_FLAGS_SEND_INPLACE | MCA_BTL_FLAGS_PUT,
            .btl_registration_handle_size = sizeof(mca_btl_base_registration_handle_t),
            .btl_put_limit = MOSIX_PUT_MAX,
            .btl_put_local_registration_threshold = MOSIX_PUT_MAX,
            .btl_add_procs = add_procs,
            .btl_del_procs = del_procs,
            .btl_finalize = finalize,
            .btl_alloc = alloc,
            .btl_free = free_descriptor,
            .btl_prepare_src = prepare_src,
            .btl_send = send_descriptor,
            .btl_put = btl_mosix_put,
            .btl_register_mem = btl_mosix_register_mem,
            .btl_deregister_mem = btl_mosix_deregister_mem,
            .btl_dump = mca_btl_base_dump,
            .btl_register_error = register_error,
        },
    .mailbox = -1,
};
