/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether the settings of a job are right, asked before any of its ranks starts.
 */
#ifndef ODLS_MOSIX_CHECK_H
#define ODLS_MOSIX_CHECK_H

#include "odls_mosix_compat.h"

/*
 * Checks every setting of this launcher and of btl mosix that the ranks of a job would get,
 * and tells the user about the first wrong one. Main thread only; resolves host names.
 * Returns ORTE_SUCCESS, or ORTE_ERR_SILENT because all has been said.
 */
int odls_mosix_check(orte_job_t *job);

#endif
