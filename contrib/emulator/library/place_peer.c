/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where the owner of a mailbox runs; see place_peer.h.
 */
#include "place_peer.h"

#include <stdatomic.h>
#include <stddef.h>
#include <sys/mman.h>

#include "place_own.h"

void place_peer_forget(struct place_peer *peer)
{
    if (peer->table != NULL) {
        (void) munmap(peer->table, sizeof(*peer->table));
    }
    *peer = (struct place_peer){0};
}

void place_peer_find(struct place_peer *peer, int32_t keeper, int32_t pid)
{
    place_peer_forget(peer);
    if (keeper <= 0 || (peer->table = place_own_map(keeper)) == NULL) {
        return;
    }
    for (int i = 0; peer->row == NULL && i < PLACES_PROCESSES; i++) {
        if (atomic_load(&peer->table->processes[i].pid) == pid) {
            peer->row = &peer->table->processes[i];
        }
    }
    if (peer->row == NULL) {
        place_peer_forget(peer);
    }
}

static bool is_away(const struct place_peer *peer)
{
    return atomic_load_explicit(&peer->row->node, memory_order_relaxed) != peer->table->home;
}

uint32_t place_peer_address(const struct place_peer *peer)
{
    uint32_t node = peer->row != NULL ? atomic_load_explicit(&peer->row->node, memory_order_relaxed)
                                      : PLACES_NODES + 1;

    return node <= PLACES_NODES ? peer->table->addresses[node] : 0;
}

bool place_peer_has_changed(const struct place_peer *peer)
{
    return peer->row != NULL && is_away(peer) != peer->was_away;
}

bool place_peer_is_away(struct place_peer *peer, bool seen)
{
    if (peer->row == NULL) {
        return seen;
    }
    peer->was_away = is_away(peer);
    return peer->was_away;
}
