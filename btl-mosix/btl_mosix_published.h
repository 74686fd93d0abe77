/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What other ranks have published about themselves.
 */
#ifndef BTL_MOSIX_PUBLISHED_H
#define BTL_MOSIX_PUBLISHED_H

#include "btl_mosix.h"

/*
 * What the rank of that name has published. It may take a question to the daemon. Returns 0,
 * -ENOENT when it has published nothing, or -EPROTO when this release does not understand it.
 */
int btl_mosix_published(const opal_process_name_t *name, struct mosix_record *record);

#endif
