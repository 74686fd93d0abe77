/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Orders to ranks of several home nodes: MOSIX takes an order only where a rank is at home, so this
 * command runs there as well, by the launcher's agent.
 */
#ifndef RANK_PASS_H
#define RANK_PASS_H

#include "command_options.h"

/* Passes an order on to the home nodes of the ranks that it names, on --nodes or --hostfile. */
enum command_exit rank_pass_run(const struct command_options *options);

#endif
