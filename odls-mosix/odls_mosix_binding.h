/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ranks under mosrun are not bound to processors, because MOSIX chooses them; what Open MPI tells
 * the user about bindings has to agree with that.
 */
#ifndef ODLS_MOSIX_BINDING_H
#define ODLS_MOSIX_BINDING_H

#include "odls_mosix_compat.h"

/*
 * In mpirun only, after the daemons were told what to start: forgets which processors Open MPI
 * chose for ranks of this node, if all of a job's start under mosrun.
 */
void odls_mosix_binding_forget(orte_job_t *job);

/*
 * Lets a rank under mosrun not report the processors that Open MPI chose for it, and says in its
 * place that it is not bound, if the user asked for reports. Any thread.
 */
void odls_mosix_binding_report(orte_odls_spawn_caddy_t *cd);

#endif
