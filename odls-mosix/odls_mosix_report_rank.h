/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the launcher tells the user about one rank.
 */
#ifndef ODLS_MOSIX_REPORT_RANK_H
#define ODLS_MOSIX_REPORT_RANK_H

#include "odls_mosix_compat.h"

#include "child_exec.h"
#include "guest_watch.h"
#include "mosrun_env.h"
#include "mosrun_tail.h"

/* Says that a rank could not be started: stage and errno as in report. */
void odls_mosix_report_start(const orte_odls_spawn_caddy_t *cd, const char *mosrun,
                             const struct child_report *report);

/*
 * Says in one block how a rank starts: with which command line, or natively and why; and which
 * variables were added. argv is NULL for natively, why for a rank that starts under mosrun.
 */
void odls_mosix_report_rank(const orte_odls_spawn_caddy_t *cd, char *const *argv, const char *why,
                            const struct mosrun_additions *additions);

/* Says why MOSIX ended a process of a rank: what it said is in tail. program is a path. */
void odls_mosix_report_ended(const orte_process_name_t *name, const char *program,
                             const struct mosrun_tail *tail);

/* Says that the node is gone on which a process of a rank ran, and that the rank is ended. */
void odls_mosix_report_guest_lost(const orte_process_name_t *name, const struct lost_guest *guest);

/* Says that mpirun has lost a node, which was the home of these ranks of a job. */
void odls_mosix_report_home_lost(const char *node, orte_jobid_t job, const char *ranks);

/* Says that a rank is not bound to processors, in Open MPI's own form. */
void odls_mosix_report_unbound(const orte_odls_spawn_caddy_t *cd);

#endif
