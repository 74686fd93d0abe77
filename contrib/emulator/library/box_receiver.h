/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a sender can see of the mailbox of process PID with this home.
 */
#ifndef MOSIX_EMULATOR_BOX_RECEIVER_H
#define MOSIX_EMULATOR_BOX_RECEIVER_H

#include <stdbool.h>
#include <stdint.h>

#include "place_peer.h"

/* Whether it admits us; PEER tells where it runs. The receiver checks again, message by message;
 * this is only to tell the writer. */
bool box_receiver_admits(uint32_t home, int32_t pid, struct place_peer *peer);

/* Whether its owner is about to replace its socket. */
bool box_receiver_is_replaced(uint32_t home, int32_t pid);

#endif
