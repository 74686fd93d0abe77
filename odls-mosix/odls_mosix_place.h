/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Asks the cluster where a rank shall start.
 */
#ifndef ODLS_MOSIX_PLACE_H
#define ODLS_MOSIX_PLACE_H

#include "odls_mosix_compat.h"

#include "mosix_address.h"
#include "mosix_node.h"
#include "mosrun_expand.h"

/*
 * Where start_location is best, and MOSIX 4 tells its nodes: puts an address, which it keeps in
 * address, into the settings of one rank. Otherwise they stay as they are, and mosrun chooses. Asks
 * every node, but not again within ten seconds; any thread.
 */
void odls_mosix_place(struct mosrun_settings *settings, const struct mosrun_identity *identity,
                      const struct mosix_node *node, char address[MOSIX_QUAD_SIZE]);

#endif
