/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checking the settings of a job; see odls_mosix_check.h.
 */
#include "odls_mosix_check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mosix_tunables.h"
#include "mosrun_check.h"
#include "mosrun_host.h"
#include "odls_mosix_foreign.h"
#include "odls_mosix_job.h"
#include "odls_mosix_node.h"
#include "odls_mosix_report.h"
#include "odls_mosix_settings.h"

#define BTL_ENV_PREFIX OPAL_MCA_PREFIX "btl_mosix_"
#define NAME_SIZE 128

static int check_btl_number(const struct mosix_tunable *tunable, char *const *env)
{
    char name[NAME_SIZE];
    const char *text;
    char *from_files = NULL;
    unsigned long number;
    bool locked;
    int rc = ORTE_SUCCESS;

    snprintf(name, sizeof(name), BTL_ENV_PREFIX "%s", tunable->name);
    text = env != NULL ? mosrun_env_get(env, name) : NULL;
    if (text == NULL) {
        from_files = odls_mosix_foreign_value("btl", "mosix", tunable->name, &locked);
        text = from_files;
    }
    if (text != NULL && mosix_tunable_parse(tunable, text, &number) < 0) {
        odls_mosix_report_number(name + strlen(OPAL_MCA_PREFIX), text, tunable->min, tunable->max,
                                 tunable->why);
        rc = ORTE_ERR_SILENT;
    }
    free(from_files);
    return rc;
}

/* Checks what one rank would get. */
static int check_rank(const struct mosrun_settings *settings, enum mosix_release release,
                      const struct mosrun_identity *identity)
{
    struct mosrun_expanded expanded;
    struct mosrun_fault fault;
    int result = mosrun_expand(settings, identity, &expanded, &fault);

    if (result == 0) {
        result = mosrun_check(&expanded.settings, release, mosrun_host_known, &fault);
        if (result == -EINVAL) {
            odls_mosix_report_fault(&expanded.settings, &fault);
        }
        mosrun_expanded_free(&expanded);
    } else if (result == -EINVAL) {
        odls_mosix_report_fault(settings, &fault);
    }
    if (result == -ENOMEM) {
        return ORTE_ERR_OUT_OF_RESOURCE;
    }
    return result < 0 ? ORTE_ERR_SILENT : ORTE_SUCCESS;
}

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
        rc = check_rank(settings, release, &identity);
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

    odls_mosix_settings_read(walk->app->env, &settings);
    rc = check_ranks(walk, &settings);
    for (const struct mosix_tunable *row = mosix_tunables; rc == ORTE_SUCCESS && row->name != NULL;
         row++) {
        rc = check_btl_number(row, walk->app->env);
    }
    return rc;
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
