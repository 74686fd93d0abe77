/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The sending side of puts, and the memory that peers may put to. The data of a large message is
 * written from where it is, in one message that says where it belongs; see btl_mosix_receive.c for
 * the other side.
 *
 * When a put is done, ob1 tells the receiver so, by a message of its own. As a message costs a lot,
 * both go as one: a put that ob1 was asked for is told to be done before it is written, and then
 * written together with what ob1 sends. If there is no room for it, its data is copied.
 */
#ifndef BTL_MOSIX_PUT_H
#define BTL_MOSIX_PUT_H

#include "btl_mosix_endpoint.h"
#include "btl_mosix_frag.h"

/* What the upper layer hands to the peer: the number of a region. */
struct mca_btl_base_registration_handle_t {
    uint64_t region;
};

/*
 * The functions of the BTL's table. Memory for peers to read from is refused with NULL. ob1 asks
 * for it, although there is no get, to decide how to send a large message. Where it succeeds, ob1
 * puts as many bytes as the sender has, whatever the size of the receiver's buffer: it overwrites
 * what is beyond, or never ends. Where it fails, ob1 puts what fits, and the receive ends with
 * MPI_ERR_TRUNCATE. For the same reason no data goes with the question, see rndv_eager_limit in
 * mosix_tunables.c.
 */
mca_btl_base_registration_handle_t *btl_mosix_register_mem(mca_btl_base_module_t *btl,
                                                           mca_btl_base_endpoint_t *endpoint,
                                                           void *base, size_t size, uint32_t flags);
int btl_mosix_deregister_mem(mca_btl_base_module_t *btl,
                             mca_btl_base_registration_handle_t *handle);
int btl_mosix_put(mca_btl_base_module_t *btl, mca_btl_base_endpoint_t *endpoint, void *local,
                  uint64_t remote, mca_btl_base_registration_handle_t *local_handle,
                  mca_btl_base_registration_handle_t *remote_handle, size_t size, int flags,
                  int order, mca_btl_base_rdma_completion_fn_t cbfunc, void *context, void *data);

/*
 * Whether puts are answers of ob1 to a request that it is just being given. Never where several
 * threads call MPI: another one might see that the put is done, and change its memory.
 */
void btl_mosix_put_asked(bool is_asked);

/* As btl_mosix_send(): sends frag, together with a put that waits for it. */
int btl_mosix_put_and_send(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                           btl_mosix_frag_t *frag);

#endif
