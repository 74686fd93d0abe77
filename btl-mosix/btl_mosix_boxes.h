/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The send boxes that are open. A process may have only some open at a time, so a box is opened
 * when something is to be written, and the least recently used one is closed for it. The module's
 * lock is held in all calls.
 */
#ifndef BTL_MOSIX_BOXES_H
#define BTL_MOSIX_BOXES_H

#include <sys/uio.h>

#include "btl_mosix_endpoint.h"

/*
 * Writes a message to a peer, and opens its send box first if it has none open. Writes never block,
 * so a box that is closed for it holds no half of a message. The program itself may hold send
 * boxes, too: EMFILE can come before our own limit. After an error of the first message
 * that may pass, the box is closed: MOSIX 4.4.3 refused one for 60 s, as long as it was tried
 * [real]. Returns 0, -EAGAIN when the receiver is full, or another -errno.
 */
int btl_mosix_box_write(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint,
                        const struct iovec *parts, int count);

/* Opens a send box that the caller closes. Returns its descriptor or -errno. */
int btl_mosix_box_open_for_once(mca_btl_mosix_module_t *module,
                                const struct mosix_rank_address *address);

/*
 * Writes a frame without payload to the process at that address: through box, or if that is below 0
 * through one that is closed again. Returns 0, -EAGAIN when the receiver is full, or another
 * -errno.
 */
int btl_mosix_box_write_frame(mca_btl_mosix_module_t *module,
                              const struct mosix_rank_address *address, int box,
                              const struct mosix_frame *frame);

/* Closes the send box of a peer, if it is open. */
void btl_mosix_box_close(mca_btl_mosix_module_t *module, mca_btl_base_endpoint_t *endpoint);

#endif
