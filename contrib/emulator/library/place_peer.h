/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where the owner of a mailbox runs, as a sender sees it: away from home a mailbox takes its own
 * user for a stranger [real], and the sender hears that at once. Senders of other users cannot
 * look; to them counts what the mailbox itself says.
 */
#ifndef MOSIX_EMULATOR_PLACE_PEER_H
#define MOSIX_EMULATOR_PLACE_PEER_H

#include <stdbool.h>
#include <stdint.h>

#include "places.h"

/* All zero: nothing can be seen. */
struct place_peer {
    struct places *table;
    const struct place *row;
    bool was_away; /* when that was asked last */
};

/* Looks for process PID in the table of mosrun KEEPER, 0: it has none. */
void place_peer_find(struct place_peer *peer, int32_t keeper, int32_t pid);
void place_peer_forget(struct place_peer *peer);

/* The address of the node where the process runs, 0: that cannot be seen. */
uint32_t place_peer_address(const struct place_peer *peer);

/* Whether anything can be seen, and the process has left home or come back since that was asked. */
bool place_peer_has_changed(const struct place_peer *peer);

/* Whether the process is away, and remembers that. SEEN: what the mailbox itself says. */
bool place_peer_is_away(struct place_peer *peer, bool seen);

#endif
