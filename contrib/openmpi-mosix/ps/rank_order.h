/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * openmpi-mosix migrate, freeze, continue and kill: orders to ranks, by job and rank.
 */
#ifndef RANK_ORDER_H
#define RANK_ORDER_H

#include "command_options.h"

enum command_exit rank_order_run(const struct command_options *options);

#endif
