/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * `openmpi-mosix node undo`. Libc only, but for messages on standard output and standard error.
 */
#ifndef NODE_UNDO_H
#define NODE_UNDO_H

#include "command_options.h"

/*
 * Takes back what `node setup` did (node_setup.h). What was edited since stays, and is reported;
 * all else is undone. Returns the exit status.
 */
enum command_exit node_undo_run(const struct command_options *options);

#endif
