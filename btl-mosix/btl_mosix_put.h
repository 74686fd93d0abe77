/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Puts: the data of a large message is read from the mailbox straight into the user's buffer.
 * The sender announces the data in one message and sends it in the next message of the same stream.
 * The receiver checks the announcement against the memory that it has registered. It reads the next
 * message, which is most likely the data, into that memory. If another message comes first, it is
 * copied to an ordinary buffer. That does no harm, because the put will overwrite the memory
 * anyway.
 */
#ifndef BTL_MOSIX_PUT_H
#define BTL_MOSIX_PUT_H

#include "btl_mosix_endpoint.h"

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
 * Takes an announcement that arrived in stream. The receive lock is held. Returns 0, or -EPROTO
 * when it is for memory that no peer may write to.
 */
int btl_mosix_put_announced(mca_btl_mosix_module_t *module, struct mosix_stream *stream,
                            const uint8_t *payload, size_t size);

/*
 * Takes the data that was announced in stream; payload is NULL when it has been read into its
 * place already. The receive lock is held. Returns 0, or -EPROTO when it is not what was announced.
 */
int btl_mosix_put_arrived(mca_btl_mosix_module_t *module, struct mosix_stream *stream,
                          const uint8_t *payload, size_t size);

#endif
