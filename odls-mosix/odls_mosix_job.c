/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading a job; see odls_mosix_job.h.
 */
#include "odls_mosix_job.h"

#include "odls_mosix_settings.h"

bool odls_mosix_walk(struct odls_mosix_walk *walk)
{
    if (walk->app != NULL) {
        walk->first += walk->app->num_procs;
        walk->app = NULL;
    }
    while (walk->app == NULL && walk->next < walk->job->apps->size) {
        walk->app = (orte_app_context_t *) opal_pointer_array_get_item(walk->job->apps, walk->next);
        walk->next++;
    }
    return walk->app != NULL;
}

void odls_mosix_identify(const orte_job_t *job, const orte_proc_t *proc,
                         struct mosrun_identity *identity)
{
    identity->rank = proc->name.vpid;
    identity->local_rank = proc->local_rank;
    identity->local_count = job->num_local_procs;
    identity->job = mosrun_job_number(job->jobid);
    identity->node = proc->node != NULL && proc->node->name != NULL ? proc->node->name
                                                                    : orte_process_info.nodename;
}

void odls_mosix_mark_native(orte_job_t *job)
{
    struct odls_mosix_walk walk = {.job = job};
    struct mosrun_settings settings;

    odls_mosix_settings_read(NULL, &settings);
    while (odls_mosix_is_never(&settings) && odls_mosix_walk(&walk)) {
        odls_mosix_settings_read(walk.app->env, &settings);
    }
    orte_remove_attribute(&job->attributes, ODLS_MOSIX_JOB_KEY);
    if (odls_mosix_is_never(&settings)) {
        (void) orte_set_attribute(&job->attributes, ODLS_MOSIX_JOB_KEY, ORTE_ATTR_LOCAL, NULL,
                                  OPAL_BOOL);
    }
}

bool odls_mosix_is_all_native(orte_job_t *job)
{
    return orte_get_attribute(&job->attributes, ODLS_MOSIX_JOB_KEY, NULL, OPAL_BOOL);
}
