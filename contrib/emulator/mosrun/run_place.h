/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where the program is to start: whether that is a node of the emulated cluster, which has one node
 * with the number 1 and the name node1. Libc only.
 */
#ifndef MOSIX_EMULATOR_RUN_PLACE_H
#define MOSIX_EMULATOR_RUN_PLACE_H

#include <stddef.h>

/*
 * PLACE is a node number, a dotted quad or a name, which is looked up in /etc/hosts alone: no test
 * should wait for a name server. HOME is the node's dotted quad. 0: the node itself. -ENOENT: no
 * node has that number, or there is no such name. -EHOSTUNREACH: ADDRESS (SIZE bytes, ended) has
 * its address, which is none of the cluster. With a home of 127.*, all of 127.* is the node, as for
 * send boxes.
 */
int run_place_find(const char *place, const char *home, char *address, size_t size);

#endif
