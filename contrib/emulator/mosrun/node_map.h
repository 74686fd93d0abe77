/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The nodes of the emulated cluster: their numbers and addresses. Libc only.
 */
#ifndef MOSIX_EMULATOR_NODE_MAP_H
#define MOSIX_EMULATOR_NODE_MAP_H

#include "places.h"

#include <stddef.h>
#include <stdint.h>

struct node_map {
    uint32_t home;                        /* number of the node itself */
    uint32_t count;                       /* nodes */
    uint32_t addresses[PLACES_NODES + 1]; /* by number, host byte order, 0: none */
};

/*
 * Fills MAP as ENVIRONMENT says: from the file "nodes" of the directory that the nodes share; else
 * as many nodes as are wanted, in one network with HOME, which is the node's address; else one
 * node, with the number 1. 0, or -errno and a sentence without a newline in REASON (SIZE bytes,
 * ended).
 */
int node_map_read(char *const environment[], const char *home, struct node_map *map, char *reason,
                  size_t size);

/* The number of the node with that ADDRESS (host byte order), 0: none. */
uint32_t node_map_number(const struct node_map *map, uint32_t address);

#endif
