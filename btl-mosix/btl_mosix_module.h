/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The function table that the upper layer calls, and its beginning; its own function ends it.
 */
#ifndef BTL_MOSIX_MODULE_H
#define BTL_MOSIX_MODULE_H

#include "btl_mosix.h"

/*
 * Sets up what the module needs beyond its parameters: lists, locks, buffers.
 * The mailbox has been opened. Returns an OPAL code.
 */
int btl_mosix_module_start(mca_btl_mosix_module_t *module);

#endif
