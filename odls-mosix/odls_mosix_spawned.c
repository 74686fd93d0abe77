/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looks for the programs and directories of a spawned job before any daemon is told to start it.
 * Open MPI finds out only when it starts them. Then it is too late to fail only the spawn: Open MPI
 * ends the parent's job as well.
 */
#include "odls_mosix_spawned.h"

#include <stdlib.h>

#include "odls_mosix_job.h"
#include "odls_mosix_program.h"

/*
 * Whether every application of the job has a rank on mpirun's own node. The daemons have not worked
 * out yet which rank is where: all that is known is which nodes there are.
 */
static bool is_here(const orte_job_t *job)
{
    if (job->map == NULL || (job->num_apps > 1 && job->map->num_nodes > 1)) {
        return false;
    }
    for (int i = 0; i < job->map->nodes->size; i++) {
        const orte_node_t *node =
            (const orte_node_t *) opal_pointer_array_get_item(job->map->nodes, i);

        if (node != NULL && node->daemon != NULL &&
            node->daemon->name.vpid == ORTE_PROC_MY_NAME->vpid) {
            return true;
        }
    }
    return false;
}

/* With Open MPI's own texts for the same event. */
static void report(const orte_app_context_t *app, unsigned long rank, int rc)
{
    if (rc == ORTE_ERR_EXE_NOT_FOUND) {
        orte_show_help("help-orterun.txt", "orterun:exe-not-found", true, orte_basename, rank,
                       orte_basename, orte_basename, orte_process_info.nodename, app->app);
    } else if (rc == ORTE_ERR_WDIR_NOT_FOUND) {
        orte_show_help("help-orterun.txt", "orterun:wdir-not-found", true, orte_basename, app->cwd,
                       orte_process_info.nodename, rank);
    } else {
        orte_show_help("help-orterun.txt", "orterun:exe-not-accessible", true, orte_basename,
                       app->app, orte_process_info.nodename, rank);
    }
}

/* Says what is missing. Returns ORTE_SUCCESS if nothing is. */
static int check_application(orte_app_context_t *app, unsigned long rank)
{
    char *path = NULL;
    int rc = odls_mosix_program_find(app, &path);
    free(path);
    if (rc != ORTE_SUCCESS && rc != ORTE_ERR_NOT_AVAILABLE) {
        report(app, rank, rc);
        return ORTE_ERR_SILENT;
    }
    return ORTE_SUCCESS;
}

int odls_mosix_check_spawned(orte_job_t *job)
{
    struct odls_mosix_walk walk = {.job = job};

    if (job->originator.jobid == ORTE_JOBID_INVALID || !is_here(job)) {
        return ORTE_SUCCESS;
    }
    while (odls_mosix_walk(&walk)) {
        if (check_application(walk.app, walk.first) != ORTE_SUCCESS) {
            return ORTE_ERR_SILENT;
        }
    }
    return ORTE_SUCCESS;
}
