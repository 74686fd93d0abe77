/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * `openmpi-mosix status`: what is registered, what is in effect, and where it comes from.
 * Libc only, but for the messages on standard output and standard error.
 */
#ifndef STATUS_H
#define STATUS_H

#include "command_options.h"

/* Runs the command. Returns the exit status. */
enum command_exit status_run(const struct command_options *options);

#endif
