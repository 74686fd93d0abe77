/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading Open MPI's description of a job: its applications, and who its ranks are.
 */
#ifndef ODLS_MOSIX_JOB_H
#define ODLS_MOSIX_JOB_H

#include "odls_mosix_compat.h"

#include "mosrun_expand.h"

/*
 * A walk over the applications of a job. Set job and leave the rest at zero; after each step app is
 * the application, and first the rank of its first process.
 */
struct odls_mosix_walk {
    orte_job_t *job;
    orte_app_context_t *app;
    unsigned long first;
    int next;
};

/* Goes to the next application. Returns false, and sets app to NULL, when there is none. */
bool odls_mosix_walk(struct odls_mosix_walk *walk);

/* Who that rank is, on its own node and in mpirun alike. The name belongs to the rank's node. */
void odls_mosix_identify(const orte_job_t *job, const orte_proc_t *proc,
                         struct mosrun_identity *identity);

/*
 * Finds out whether neither this job nor, as far as is known, a later one starts ranks under mosrun
 * on this node, and remembers it with the job. Main thread only, before ranks start.
 */
void odls_mosix_mark_native(orte_job_t *job);

/* What odls_mosix_mark_native() found. Any thread. */
bool odls_mosix_is_all_native(orte_job_t *job);

#endif
