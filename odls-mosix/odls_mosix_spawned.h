/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether the programs that a running job wants to spawn exist, and their directories.
 */
#ifndef ODLS_MOSIX_SPAWNED_H
#define ODLS_MOSIX_SPAWNED_H

#include "odls_mosix_compat.h"

/*
 * In mpirun only: looks on mpirun's own node for the programs of a job that a running one spawned.
 * Other nodes cannot be looked at from there. Returns ORTE_SUCCESS, also for other jobs, or
 * ORTE_ERR_SILENT when one is missing and the user has been told.
 */
int odls_mosix_check_spawned(orte_job_t *job);

#endif
