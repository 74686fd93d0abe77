/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where the program is to start: which node of the emulated cluster that is. Node N has the name
 * nodeN. Libc only.
 */
#ifndef MOSIX_EMULATOR_RUN_PLACE_H
#define MOSIX_EMULATOR_RUN_PLACE_H

#include "node_map.h"

#include <stddef.h>

/*
 * PLACE is a node number, a dotted quad or a name, which is looked up in /etc/hosts alone: no test
 * should wait for a name server. Returns the number of the node. -ENOENT: no node has that number,
 * or there is no such name. -EHOSTUNREACH: ADDRESS (SIZE bytes, ended) has its address, which is
 * none of the cluster. Where a home of 127.* is the only node, all of 127.* is that node, as for
 * send boxes.
 */
int run_place_find(const char *place, const struct node_map *map, char *address, size_t size);

#endif
