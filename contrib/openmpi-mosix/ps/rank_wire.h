/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ranks as lines of text, by which `ps` of one node tells that of another one what is there. Libc
 * only; trusts nothing in them.
 */
#ifndef RANK_WIRE_H
#define RANK_WIRE_H

#include <stdint.h>
#include <stdio.h>

#include "rank_list.h"

/* Of the first line, `=NAME ADDRESS`: the form of the others, and the node. */
#define RANK_WIRE_NAME "ranks-1"

/* Writes what can be read by rank_wire_read(); home is the address of this node, or 0. */
void rank_wire_put(const struct rank_list *ranks, uint32_t home, FILE *out);

/*
 * Appends the ranks of a text, in which other lines mean nothing, and says of each which node told
 * of it. Returns 0; -EINVAL where the text has no first line, or one that cannot be understood, or
 * -ENOMEM, and then appends none.
 */
int rank_wire_read(const char *text, const char *node, struct rank_list *ranks);

#endif
