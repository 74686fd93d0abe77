/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Writing fragments to a peer as mailbox messages. Only a message that was written takes a number
 * of the stream. The module's lock is held in every call; none blocks.
 */
#ifndef BTL_MOSIX_WRITE_H
#define BTL_MOSIX_WRITE_H

#include "btl_mosix_endpoint.h"
#include "btl_mosix_frag.h"

/* Writes frag as one message. Returns 0, -EAGAIN when the receiver is full, or another -errno. */
int btl_mosix_write_frag(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                         const btl_mosix_frag_t *frag);

/*
 * Writes the fragments at the head of the peer's queue, which is not empty, as one message: as many
 * small ones as a batch takes, or one. They stay queued. Returns how many were written, -EAGAIN
 * when the receiver is full, or another -errno.
 */
int btl_mosix_write_queued(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint);

/*
 * Asks whether the rank at that address is there, which tells it how many messages of the stream it
 * should have. endpoint is its endpoint, or NULL. The message takes no number, and its send box is
 * closed again if it was not open. Returns 0, -EAGAIN when the receiver is full, or another -errno.
 */
int btl_mosix_write_life(mca_btl_mosix_module_t *module, const struct mosix_rank_address *address,
                         const mca_btl_base_endpoint_t *endpoint);

#endif
