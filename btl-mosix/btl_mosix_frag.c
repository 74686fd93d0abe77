/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fragments and receive buffers; see btl_mosix_frag.h.
 */
#include "btl_mosix_frag.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void frag_construct(btl_mosix_frag_t *frag)
{
    frag->base.des_segments = frag->segments;
    frag->base.des_segment_count = 1;
    frag->queued.next = NULL;
    frag->endpoint = NULL;
}

OBJ_CLASS_INSTANCE(btl_mosix_frag_t, mca_btl_base_descriptor_t, frag_construct, NULL);

static void buffer_construct(btl_mosix_buffer_t *buffer)
{
    buffer->data = (uint8_t *) (buffer + 1);
}

OBJ_CLASS_INSTANCE(btl_mosix_buffer_t, opal_free_list_item_t, buffer_construct, NULL);

static int remember_list(opal_free_list_item_t *item, void *list)
{
    ((btl_mosix_frag_t *) item)->list = list;
    return OPAL_SUCCESS;
}

static int start_list(opal_free_list_t *list, size_t room)
{
    const struct mosix_numbers *numbers = &mca_btl_mosix_component.numbers;

    OBJ_CONSTRUCT(list, opal_free_list_t);
    return opal_free_list_init(list, sizeof(btl_mosix_frag_t) + room, opal_cache_line_size,
                               OBJ_CLASS(btl_mosix_frag_t), 0, opal_cache_line_size,
                               numbers->free_list_num, -1, numbers->free_list_inc, NULL, 0, NULL,
                               remember_list, list);
}

int btl_mosix_frag_lists_start(mca_btl_mosix_module_t *module)
{
    int small = start_list(&module->small, BTL_MOSIX_SMALL_SIZE);
    int eager = start_list(&module->eager, module->super.btl_eager_limit);
    int max = start_list(&module->max, module->super.btl_max_send_size);
    int buffers;

    OBJ_CONSTRUCT(&module->buffers, opal_free_list_t);
    buffers =
        opal_free_list_init(&module->buffers, sizeof(btl_mosix_buffer_t) + BTL_MOSIX_BUFFER_SIZE,
                            opal_cache_line_size, OBJ_CLASS(btl_mosix_buffer_t), 0,
                            opal_cache_line_size, 1, -1, 1, NULL, 0, NULL, NULL, NULL);
    if (small != OPAL_SUCCESS || eager != OPAL_SUCCESS || max != OPAL_SUCCESS ||
        buffers != OPAL_SUCCESS) {
        btl_mosix_frag_lists_stop(module);
        return OPAL_ERR_OUT_OF_RESOURCE;
    }
    return OPAL_SUCCESS;
}

void btl_mosix_frag_lists_stop(mca_btl_mosix_module_t *module)
{
    OBJ_DESTRUCT(&module->buffers);
    OBJ_DESTRUCT(&module->max);
    OBJ_DESTRUCT(&module->eager);
    OBJ_DESTRUCT(&module->small);
}

btl_mosix_frag_t *btl_mosix_frag_alloc(mca_btl_mosix_module_t *module, size_t size, uint8_t order,
                                       uint32_t flags)
{
    opal_free_list_t *list;
    btl_mosix_frag_t *frag;

    if (size <= BTL_MOSIX_SMALL_SIZE) {
        list = &module->small;
    } else if (size <= module->super.btl_eager_limit) {
        list = &module->eager;
    } else if (size <= module->super.btl_max_send_size) {
        list = &module->max;
    } else {
        return NULL;
    }
    frag = (btl_mosix_frag_t *) opal_free_list_get(list);
    if (frag == NULL) {
        return NULL;
    }
    frag->segments[0].seg_addr.pval = frag + 1; /* a put may have changed it */
    frag->segments[0].seg_len = size;
    frag->base.des_segment_count = 1;
    frag->base.des_flags = flags;
    frag->base.des_cbfunc = NULL;
    frag->kind = MOSIX_FRAME_DATA;
    frag->tag = 0;
    frag->base.order = order;
    frag->is_told = false;
    frag->copy = NULL;
    return frag;
}

size_t btl_mosix_frag_footprint(const btl_mosix_frag_t *frag)
{
    size_t overhead = frag->list == &mca_btl_mosix_module.small
                          ? sizeof(*frag) + BTL_MOSIX_SMALL_SIZE
                          : 2 * (size_t) opal_getpagesize();

    return overhead + btl_mosix_frag_size(frag);
}

void btl_mosix_frag_payload(const btl_mosix_frag_t *frag, uint8_t *at)
{
    for (size_t i = 0; i < frag->base.des_segment_count; i++) {
        const mca_btl_base_segment_t *segment = &frag->base.des_segments[i];

        if (segment->seg_len > 0) {
            memcpy(at, segment->seg_addr.pval, segment->seg_len);
            at += segment->seg_len;
        }
    }
}

int btl_mosix_frag_keep(btl_mosix_frag_t *frag)
{
    mca_btl_base_segment_t *data = &frag->segments[1];

    frag->copy = malloc(data->seg_len);
    if (frag->copy == NULL) {
        return -ENOMEM;
    }
    memcpy(frag->copy, data->seg_addr.pval, data->seg_len);
    data->seg_addr.pval = frag->copy;
    return 0;
}

void btl_mosix_frag_return(btl_mosix_frag_t *frag)
{
    if (frag == NULL) {
        return;
    }
    free(frag->copy);
    frag->copy = NULL;
    opal_free_list_return(frag->list, &frag->base.super);
}

void btl_mosix_frag_complete(btl_mosix_frag_t *frag, int status)
{
    /* The callback may give the fragment back, so nothing of it is read after the call. */
    bool ours = (frag->base.des_flags & MCA_BTL_DES_FLAGS_BTL_OWNERSHIP) != 0;

    /* One-sided communication of Open MPI 5 sends its answers without one. */
    if ((frag->base.des_flags & MCA_BTL_DES_SEND_ALWAYS_CALLBACK) != 0 &&
        frag->base.des_cbfunc != NULL) {
        frag->base.des_cbfunc(&mca_btl_mosix_module.super, frag->endpoint, &frag->base, status);
    }
    if (ours) {
        btl_mosix_frag_return(frag);
    }
}
