/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether another node shows a sign of life. MOSIX 4 keeps the processes of a node that has
 * vanished as if they went on [real], so one has to ask. Libc only.
 */
#ifndef MOSIX_SIGN_H
#define MOSIX_SIGN_H

#include <stdbool.h>
#include <stdint.h>

/* Of MOSIX's daemon for messages [doc4]. The one at 253 would take a caller for a guest. */
#define MOSIX_SIGN_PORT 252

/*
 * Whether the kernel of a node answers on a port of TCP: by a connection, which is closed at once,
 * or by refusing it. Where nothing can be said, because this node itself has no network or no
 * memory, it is taken for an answer. Blocks for at most limit milliseconds.
 */
bool mosix_sign_of_kernel(uint32_t address, uint16_t port, int limit);

/*
 * Whether MOSIX has information about a node; also if it could not be asked. It has some of a node
 * that vanished 12 seconds ago [real]. Blocks for 2 s at most.
 */
bool mosix_sign_of_mosix(const char *mosctl, const char *place);

/*
 * The address of a node of which place is the number or address, as mosps has it; 0 for another
 * place, and when MOSIX does not know it. Blocks for 2 s at most.
 */
uint32_t mosix_sign_address(const char *mosctl, const char *place);

#endif
