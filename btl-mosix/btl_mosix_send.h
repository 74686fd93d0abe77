/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sending: a fragment is written at once, or queued until the receiver has room. A peer that
 * cannot be written to any more is reported here. No lock may be held in any of these calls, and
 * none blocks.
 */
#ifndef BTL_MOSIX_SEND_H
#define BTL_MOSIX_SEND_H

#include "btl_mosix_endpoint.h"
#include "btl_mosix_frag.h"

/*
 * Writes frag to the peer as one message, or queues it after what is queued already. Returns 1 when
 * it was written, 0 when it is queued and will be completed later, or an OPAL error, after the
 * peer's failure was reported.
 */
int btl_mosix_send(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                   btl_mosix_frag_t *frag);

/*
 * The peer was asked whether it is there, and is gone; error is -errno. Reports it, which usually
 * ends the job.
 */
void btl_mosix_send_gone(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                         int error);

/*
 * Tries to write what is queued for every peer, and completes what was written.
 * Returns the number of completed fragments.
 */
int btl_mosix_send_queued(mca_btl_mosix_module_t *module);

/*
 * From now on small fragments wait; then what waits is written, as one message for each peer. So
 * the answers of the upper layer to one message, such as several requests for puts, take one
 * message. Not where several threads call MPI: others would wait, too.
 */
void btl_mosix_send_gather(void);
void btl_mosix_send_gathered(mca_btl_mosix_module_t *module);

/*
 * Takes an endpoint out of the module and frees it. What is still queued is completed as if it
 * had been sent: the upper layer has said that it expects nothing of this peer any more.
 */
void btl_mosix_send_end(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint);

#endif
