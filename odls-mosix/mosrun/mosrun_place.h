/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where ranks start that shall start at the best place. mosrun -b chooses for each rank alone, so
 * that those which start in one second may all choose the same node; here each rank knows where the
 * ranks before it go, without a word between them. Libc only.
 */
#ifndef MOSRUN_PLACE_H
#define MOSRUN_PLACE_H

#include "mosix_cluster.h"
#include "mosrun_settings.h"

/* Whether the settings leave it to us: best, under MOSIX 4. */
bool mosrun_place_is_open(const struct mosrun_settings *settings, enum mosix_release release);

/*
 * The node for a rank: all ranks up to that one are given, one after the other, to the node where
 * the load for each processor, weighed by its speed, is least. Nodes that do not answer, that
 * accept nothing or lack the megabytes that a rank needs (0: any) are not asked. NULL where fewer
 * than two nodes are left: then mosrun may choose.
 */
const struct mosix_peer *mosrun_place_choose(const struct mosix_cluster *cluster,
                                             unsigned long rank, unsigned long megabytes);

/*
 * Lets the rank start at an address, NULL for home; where that fails, somewhere else, unless
 * start_elsewhere is 0.
 */
void mosrun_place_set(struct mosrun_settings *settings, const char *address);

#endif
