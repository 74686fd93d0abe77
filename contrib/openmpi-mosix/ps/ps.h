/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * openmpi-mosix ps: shows the ranks of this node, and why they are where they are.
 */
#ifndef PS_H
#define PS_H

#include "command_options.h"

enum command_exit ps_run(const struct command_options *options);

#endif
