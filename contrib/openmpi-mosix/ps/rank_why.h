/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Why a rank stays where it is. Libc only.
 */
#ifndef RANK_WHY_H
#define RANK_WHY_H

#include "mosix_cluster.h"
#include "rank_list.h"

/*
 * Writes into why of every rank the first reason that holds, in words; "" where MOSIX may move it
 * at any time. cluster may be NULL where nothing is known of other nodes.
 */
void rank_why_all(struct rank_list *ranks, const struct mosix_cluster *cluster);

#endif
