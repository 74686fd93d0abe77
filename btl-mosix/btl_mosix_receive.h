/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Receiving: one message of this rank's mailbox per call, whoever sent it.
 */
#ifndef BTL_MOSIX_RECEIVE_H
#define BTL_MOSIX_RECEIVE_H

#include "btl_mosix.h"

/*
 * Reads one message, if one waits, validates it and hands it to the upper layer. A message that
 * fails the validation is dropped, counted and reported once, or ends the job. Never blocks; may be
 * entered by several threads and from callbacks. Returns the number of payloads delivered: a batch
 * has several, a put counts as one. *is_empty tells whether the mailbox held no message at all.
 */
int btl_mosix_receive(mca_btl_mosix_module_t *module, bool *is_empty);

#endif
