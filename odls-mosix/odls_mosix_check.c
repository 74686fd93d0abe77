/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checking the settings of a job; see odls_mosix_check.h.
 */
#include "odls_mosix_check.h"

#include "odls_mosix_job.h"
#include "odls_mosix_node.h"
#include "odls_mosix_settings.h"
#include "odls_mosix_values.h"

/*
 * The release whose mosrun would start ranks on this node; MOSIX_RELEASE_NONE when none would.
 * All nodes have the same release as mpirun's: a cluster has only one.
 */
static enum mosix_release release_here(const struct mosrun_settings *settings)
{
    struct mosix_node node;

    if (odls_mosix_is_never(settings)) {
        return MOSIX_RELEASE_NONE;
    }
    odls_mosix_probe(settings, &node);
    return node.state == MOSIX_NODE_READY ? node.release : MOSIX_RELEASE_NONE;
}

/*
 * Checks what the ranks of an application would get: one rank, if all get the same. mpirun does not
 * know yet which rank is where, so there this node's name takes the place of theirs.
 */
static int check_ranks(const struct odls_mosix_walk *walk, const struct mosrun_settings *settings)
{
    enum mosix_release release = release_here(settings);
    unsigned long count = mosrun_differs_by_rank(settings) ? walk->app->num_procs : 1;

    for (unsigned long rank = walk->first; rank < walk->first + count; rank++) {
        struct mosrun_identity identity = {.rank = rank, .node = orte_process_info.nodename};
        const orte_proc_t *proc =
            (const orte_proc_t *) opal_pointer_array_get_item(walk->job->procs, (int) rank);
        int rc;

        if (proc != NULL) {
            odls_mosix_identify(walk->job, proc, &identity);
        }
        rc = odls_mosix_check_rank(settings, release, &identity);
        if (rc != ORTE_SUCCESS) {
            return rc;
        }
    }
    return ORTE_SUCCESS;
}

static int check_application(const struct odls_mosix_walk *walk)
{
    struct mosrun_settings settings;
    int rc;

    rc = odls_mosix_check_names(walk->app->env);
    if (rc != ORTE_SUCCESS) {
        return rc;
    }
    odls_mosix_settings_read(walk->app->env, &settings);
    rc = check_ranks(walk, &settings);
    return rc == ORTE_SUCCESS ? odls_mosix_check_btl(walk->app->env) : rc;
}

int odls_mosix_check(orte_job_t *job)
{
    struct odls_mosix_walk walk = {.job = job};
    int rc = ORTE_SUCCESS;

    while (rc == ORTE_SUCCESS && odls_mosix_walk(&walk)) {
        rc = check_application(&walk);
    }
    return rc;
}
