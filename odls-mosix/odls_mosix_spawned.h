/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether the programs that a running job wants to spawn exist.
 */
#ifndef ODLS_MOSIX_SPAWNED_H
#define ODLS_MOSIX_SPAWNED_H

#include "odls_mosix_compat.h"

/*
 * Looks, in mpirun alone, for the programs that a job which a running one spawned has on mpirun's
 * own node; other nodes cannot be looked at from there. Returns ORTE_SUCCESS, also for other jobs,
 * or ORTE_ERR_SILENT when one is missing and the user has been told.
 */
int odls_mosix_check_spawned(orte_job_t *job);

#endif
