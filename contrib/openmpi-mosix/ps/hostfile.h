/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * openmpi-mosix hostfile: the nodes of MOSIX that answer, as mpirun reads them.
 */
#ifndef HOSTFILE_H
#define HOSTFILE_H

#include <stdio.h>

#include "mosix_cluster.h"
#include "command_options.h"

enum command_exit hostfile_run(const struct command_options *options);

/* Prints the file. Returns how many nodes answer. */
size_t hostfile_print(const struct mosix_cluster *cluster, FILE *out);

#endif
