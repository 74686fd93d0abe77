/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * openmpi-mosix migrate, freeze, continue and kill: orders to ranks, by job and rank.
 */
#ifndef RANK_ORDER_H
#define RANK_ORDER_H

#include <stdbool.h>

#include "command_options.h"
#include "rank_list.h"

/* Of the line `=NAME GIVEN OF`, which --raw prints in the place of "2 of 3 got the order". */
#define RANK_ORDER_NAME "orders-1"

/* To ranks whose home is this node. */
enum command_exit rank_order_run(const struct command_options *options);

/* Refuses what makes no sense whichever rank is meant, and says so. */
enum command_exit rank_order_check(const struct command_options *options);

/*
 * Whether the order names its job. What ends or may end ranks has to, because the one job of a node
 * may be anybody's; then that is said.
 */
bool rank_order_is_named(const struct command_options *options, const struct rank_list *ranks);

#endif
