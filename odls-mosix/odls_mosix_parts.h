/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What mpirun's own command line says about the launcher's parameters.
 */
#ifndef ODLS_MOSIX_PARTS_H
#define ODLS_MOSIX_PARTS_H

#include "odls_mosix_compat.h"

/*
 * Gives each application of a job that mpirun's command line started the settings that precede it,
 * in its environment. Only in mpirun, before any daemon hears of the job. Ignores other jobs.
 */
void odls_mosix_apply_parts(orte_job_t *job);

/*
 * Whether an application may have other settings than this daemon has from its command line: in
 * mpirun, if there are several; in a daemon of another node always, which knows one of them at
 * most.
 */
bool odls_mosix_may_differ(void);

/* Whether this daemon's command line names one of our parameters, for whichever application. */
bool odls_mosix_is_mentioned(void);

#endif
