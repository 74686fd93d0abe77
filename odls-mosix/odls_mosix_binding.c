/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is said about bindings; see odls_mosix_binding.h.
 */
#include "odls_mosix_binding.h"

#include <string.h>

#include "mosrun_env.h"
#include "odls_mosix_fit.h"
#include "odls_mosix_job.h"
#include "odls_mosix_report_rank.h"

#define REPORT_PARAMETER OPAL_MCA_PREFIX "hwloc_base_report_bindings"

void odls_mosix_binding_forget(orte_job_t *job)
{
    struct odls_mosix_walk walk = {.job = job};

    while (odls_mosix_walk(&walk)) {
        if (!odls_mosix_fits(walk.app)) {
            return; /* such ranks are bound as by Open MPI's own launcher */
        }
    }
    OPAL_SET_BINDING_POLICY(job->map->binding, OPAL_BIND_TO_NONE);
    /* A rankfile has chosen already. */
    for (int i = 0; i < job->procs->size; i++) {
        orte_proc_t *proc = (orte_proc_t *) opal_pointer_array_get_item(job->procs, i);

        if (proc != NULL) {
            orte_remove_attribute(&proc->attributes, ORTE_PROC_CPU_BITMAP);
            orte_remove_attribute(&proc->attributes, ORTE_PROC_HWLOC_BOUND);
        }
    }
}

void odls_mosix_binding_report(orte_odls_spawn_caddy_t *cd)
{
    const char *value = mosrun_env_get(cd->env, REPORT_PARAMETER);

    if (!opal_hwloc_report_bindings &&
        (value == NULL || *value == '\0' || strchr("0fFnN", *value) != NULL)) {
        return;
    }
    (void) opal_setenv(REPORT_PARAMETER, "0", true, &cd->env);
    odls_mosix_report_unbound(cd);
}
