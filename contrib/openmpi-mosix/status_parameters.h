/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which files and variables give an Open MPI its parameters, strongest first: the order that Open
 * MPI has. Libc only.
 */
#ifndef STATUS_PARAMETERS_H
#define STATUS_PARAMETERS_H

#include "parameter_list.h"

/* Open MPI's parameter files, and the one that its launcher has from version 5 on. */
#define STATUS_PARAMS_NAME "openmpi-mca-params.conf"
#define STATUS_OVERRIDE_NAME "openmpi-mca-params-override.conf"
#define STATUS_LAUNCHER_NAME "prte-mca-params.conf"

/*
 * Collects what is set for the Open MPI whose parameter files are in directory, seen from inside
 * root. For this system ("") the environment and home of this process's user count as well.
 * Returns 0 or -ENOMEM.
 */
int status_parameters_collect(const char *root, const char *directory,
                              struct parameter_list *parameters);

/* Adds the names of all parameters that our components have. Returns 0 or -ENOMEM. */
int status_parameters_add_known(struct parameter_list *parameters);

/* Takes built-in values of the launch agent, of which ompi_info knows nothing. Returns 0 or
 * -ENOMEM. */
int status_parameters_take_built_in(struct parameter_list *parameters);

/* Offers one file to the list, if it can be read. Returns 0 or -ENOMEM. */
int status_parameters_offer(struct parameter_list *parameters, const char *root, const char *path);

/* The same for Open MPI's parameter file in a directory. */
int status_parameters_offer_below(struct parameter_list *parameters, const char *root,
                                  const char *directory);

#endif
