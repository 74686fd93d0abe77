/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * enable and disable: changes the block in the parameter files of every Open MPI, and says what
 * was done. Libc only, but for the messages on standard output and standard error.
 */
#ifndef REGISTRATION_H
#define REGISTRATION_H

#include "command_options.h"

/*
 * Runs enable or disable. Every file is tried, even when another one fails. Returns the exit
 * status.
 */
enum command_exit registration_run(const struct command_options *options);

#endif
