/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The places where ranks may be: nodes, with their load, and what is no node. Libc only.
 */
#ifndef PS_PLACES_H
#define PS_PLACES_H

#include "mosix_cluster.h"
#include "rank_list.h"

/* More are not told apart; the last one stands for all others. */
#define PS_PLACES_MAX 64

/*
 * label     as mosps names it: here, a number, an address; or moving, ?
 * number    of a node, also of this one; or ""
 * address   0 for what is no node
 * load      as MOSIX counts it; -1 where it is not known
 */
struct ps_place {
    char label[MOSPS_PLACE_SIZE];
    char number[16];
    uint32_t address;
    double load;
};

struct ps_places {
    struct ps_place list[PS_PLACES_MAX];
    size_t count;
};

/*
 * Brings the nodes that answer, and their load, up to date; places keep their index. The first time
 * that a node is seen, mosctl on search_path is asked for its number, for some milliseconds.
 */
void ps_places_update(struct ps_places *places, const struct mosix_cluster *cluster,
                      const char *search_path);

/* The index of the place where a rank is, which is added if it is missing. */
size_t ps_places_find(struct ps_places *places, const struct rank *rank);

#endif
