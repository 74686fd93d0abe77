/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fragments: the descriptors that the upper layer fills and the BTL writes as one message each.
 */
#ifndef BTL_MOSIX_FRAG_H
#define BTL_MOSIX_FRAG_H

#include "btl_mosix.h"

/* Room for the upper layer's header in a fragment whose payload stays in the user's buffer. */
#define BTL_MOSIX_SMALL_SIZE 256

/* Segments a fragment can have: what the BTL allocated, then the user's buffer. */
#define BTL_MOSIX_SEGMENTS 2

struct btl_mosix_frag {
    mca_btl_base_descriptor_t base;
    mca_btl_base_segment_t segments[BTL_MOSIX_SEGMENTS];
    struct mosix_sendq_item queued;
    opal_free_list_t *list; /* where it goes back to */
    struct mca_btl_base_endpoint_t *endpoint;
    uint8_t kind; /* of the frame */
    mca_btl_base_tag_t tag;
    /* of a put's data only */
    mca_btl_base_rdma_completion_fn_t put_cbfunc;
    struct mca_btl_base_registration_handle_t *put_handle;
    bool is_told; /* the upper layer takes it for written, so what it points to may change */
    void *copy;   /* of what it points to */
    /* the list's room for data follows */
};
typedef struct btl_mosix_frag btl_mosix_frag_t;

OBJ_CLASS_DECLARATION(btl_mosix_frag_t);

/*
 * A peer may be configured for larger fragments than this rank, so a buffer has room for the
 * largest there is. Memory that no message has touched costs nothing.
 */
#define BTL_MOSIX_BUFFER_SIZE (MOSIX_FRAME_SIZE + (size_t) MOSIX_FRAME_PAYLOAD_MAX)

/* A message as it was read: the header, then the payload. */
struct btl_mosix_buffer {
    opal_free_list_item_t super;
    uint8_t *data;
};
typedef struct btl_mosix_buffer btl_mosix_buffer_t;

OBJ_CLASS_DECLARATION(btl_mosix_buffer_t);

/* Creates the lists of fragments and buffers. Returns an OPAL code. */
int btl_mosix_frag_lists_start(mca_btl_mosix_module_t *module);

/* Frees them; no fragment may be in use any more. */
void btl_mosix_frag_lists_stop(mca_btl_mosix_module_t *module);

/*
 * A fragment with one segment of size bytes, or NULL when size is above the largest fragment or
 * there is no memory.
 */
btl_mosix_frag_t *btl_mosix_frag_alloc(mca_btl_mosix_module_t *module, size_t size, uint8_t order,
                                       uint32_t flags);

/* Bytes of payload that a fragment's message has. */
static inline size_t btl_mosix_frag_size(const btl_mosix_frag_t *frag)
{
    size_t size = 0;

    for (size_t i = 0; i < frag->base.des_segment_count; i++) {
        size += frag->base.des_segments[i].seg_len;
    }
    return size;
}

/*
 * Most bytes of memory that a fragment holds while it waits: itself, its payload and, if it has
 * room for more than a header, the unused rest of its pages.
 */
size_t btl_mosix_frag_footprint(const btl_mosix_frag_t *frag);

/* Copies the payload of a fragment to at. */
void btl_mosix_frag_payload(const btl_mosix_frag_t *frag, uint8_t *at);

/* Copies the user's data of a fragment, and lets it point to that. Returns 0 or -ENOMEM. */
int btl_mosix_frag_keep(btl_mosix_frag_t *frag);

/* Gives a fragment back, with its copy; NULL is ignored. */
void btl_mosix_frag_return(btl_mosix_frag_t *frag);

/*
 * Tells the upper layer that frag is done, if the upper layer wants to know. Gives frag back if it
 * belongs to the BTL, so it must not be touched afterwards. No lock may be held.
 */
void btl_mosix_frag_complete(btl_mosix_frag_t *frag, int status);

/* The fragment that is queued through item. */
static inline btl_mosix_frag_t *btl_mosix_frag_of(struct mosix_sendq_item *item)
{
    return (btl_mosix_frag_t *) ((char *) item - offsetof(btl_mosix_frag_t, queued));
}

#endif
