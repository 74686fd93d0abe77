/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where the program of an application is, before Open MPI looks for it.
 */
#ifndef ODLS_MOSIX_PROGRAM_H
#define ODLS_MOSIX_PROGRAM_H

#include "odls_mosix_compat.h"

/*
 * The directory in which Open MPI will start the application on this node: the one that was asked
 * for, or the user's home directory if nobody is known to have asked. Belongs to app, or to Open
 * MPI. NULL if there is none.
 */
const char *odls_mosix_program_directory(orte_app_context_t *app);

/*
 * Finds the program on this node, without changing app. Returns ORTE_SUCCESS and sets *path, which
 * the caller frees; what Open MPI would say later (ORTE_ERR_EXE_NOT_FOUND,
 * ORTE_ERR_EXE_NOT_ACCESSIBLE, ORTE_ERR_WDIR_NOT_FOUND); or ORTE_ERR_NOT_AVAILABLE where only Open
 * MPI can know, because it moves files or starts another program around it.
 */
int odls_mosix_program_find(orte_app_context_t *app, char **path);

#endif
