/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether another node shows a sign of life. MOSIX 4 keeps the processes of a node that has
 * vanished as if they went on [real], so one has to ask. Libc only.
 */
#ifndef MOSIX_SIGN_H
#define MOSIX_SIGN_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Whether the kernel of a node answers on a port of TCP: by a connection, which is closed at once,
 * or by refusing it. Where nothing can be said, because this node itself has no network or no
 * memory, it is taken for an answer. Blocks for at most limit milliseconds.
 */
bool mosix_sign_of_kernel(uint32_t address, uint16_t port, int limit);

/*
 * Whether a node is silent: place is its number or address, as mosps has it. Asks MOSIX, by the
 * program mosctl, and if that has no information on the node, the node's own kernel. Blocks for
 * some milliseconds if all is well, and for 6 s at most. A place that is neither is not silent.
 */
bool mosix_sign_is_missing(const char *mosctl, const char *place);

#endif
