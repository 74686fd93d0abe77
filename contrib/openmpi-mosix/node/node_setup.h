/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * `openmpi-mosix node setup`: the settings that a node of MOSIX 4 needs on current distributions.
 * Libc only, but for messages on standard output and standard error.
 */
#ifndef NODE_SETUP_H
#define NODE_SETUP_H

#include "command_options.h"

/*
 * Shows what is to be done, and with --yes does it. Returns the exit status: COMMAND_NOTHING where
 * MOSIX is not installed.
 */
enum command_exit node_setup_run(const struct command_options *options);

#endif
