/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looks for the programs of a job that a running one spawns before any daemon is told to start it.
 * Open MPI finds out when it starts them, which is too late to fail the spawn alone: it ends the
 * parent's job as well.
 */
#include "odls_mosix_spawned.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "child_exec.h"
#include "mosrun_env.h"
#include "odls_mosix_job.h"

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

/* Whether it is clear where the program has to be: not if Open MPI moves files or searches more. */
static bool is_judgeable(orte_app_context_t *app)
{
    return app->app != NULL && app->cwd != NULL &&
           !orte_get_attribute(&app->attributes, ORTE_APP_SSNDIR_CWD, NULL, OPAL_BOOL) &&
           !orte_get_attribute(&app->attributes, ORTE_APP_PRELOAD_BIN, NULL, OPAL_BOOL) &&
           !orte_get_attribute(&app->attributes, ORTE_APP_PRELOAD_FILES, NULL, OPAL_STRING) &&
           (app->env == NULL || mosrun_env_get(app->env, "OMPI_exec_path") == NULL) &&
           access(app->cwd, X_OK) == 0;
}

/* Returns ORTE_SUCCESS, or what Open MPI would find out later. */
static int look_for(orte_app_context_t *app)
{
    char **env;
    char *path;

    if (strchr(app->app, '/') != NULL) {
        return child_exec_check(app->app, app->cwd) < 0 ? ORTE_ERR_EXE_NOT_ACCESSIBLE
                                                        : ORTE_SUCCESS;
    }
    env = opal_environ_merge(orte_launch_environ, app->env);
    path = opal_path_findv(app->app, X_OK, env, app->cwd);
    opal_argv_free(env);
    if (path == NULL) {
        return ORTE_ERR_EXE_NOT_FOUND;
    }
    free(path);
    return ORTE_SUCCESS;
}

/* With Open MPI's own texts for the same event. */
static void report(const orte_app_context_t *app, unsigned long rank, int rc)
{
    if (rc == ORTE_ERR_EXE_NOT_FOUND) {
        orte_show_help("help-orterun.txt", "orterun:exe-not-found", true, orte_basename, rank,
                       orte_basename, orte_basename, orte_process_info.nodename, app->app);
    } else {
        orte_show_help("help-orterun.txt", "orterun:exe-not-accessible", true, orte_basename,
                       app->app, orte_process_info.nodename, rank);
    }
}

int odls_mosix_check_spawned(orte_job_t *job)
{
    struct odls_mosix_walk walk = {.job = job};

    if (job->originator.jobid == ORTE_JOBID_INVALID || !is_here(job)) {
        return ORTE_SUCCESS;
    }
    while (odls_mosix_walk(&walk)) {
        int rc = is_judgeable(walk.app) ? look_for(walk.app) : ORTE_SUCCESS;

        if (rc != ORTE_SUCCESS) {
            report(walk.app, walk.first, rc);
            return ORTE_ERR_SILENT;
        }
    }
    return ORTE_SUCCESS;
}
