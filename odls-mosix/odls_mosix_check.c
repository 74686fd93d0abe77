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
#include "mosrun_parameter.h"
#include "odls_mosix_foreign.h"
#include "odls_mosix_job.h"
#include "odls_mosix_node.h"
#include "odls_mosix_report.h"
#include "odls_mosix_settings.h"

#define BTL_ENV_PREFIX OPAL_MCA_PREFIX "btl_mosix_"
#define NAME_SIZE 128

/* What ranks get for a parameter of btl mosix; NULL for what is built in. The caller frees it. */
static char *btl_value(const char *parameter, char *const *env)
{
    char name[NAME_SIZE];
    const char *text;
    bool locked;

    snprintf(name, sizeof(name), BTL_ENV_PREFIX "%s", parameter);
    text = env != NULL ? mosrun_env_get(env, name) : NULL;
    return text != NULL ? strdup(text)
                        : odls_mosix_foreign_value("btl", "mosix", parameter, &locked);
}

static int check_btl_number(const struct mosix_tunable *tunable, char *const *env,
                            unsigned long *number)
{
    char *text = btl_value(tunable->name, env);
    char name[NAME_SIZE];
    int rc = ORTE_SUCCESS;

    if (text != NULL && mosix_tunable_parse(tunable, text, number) < 0) {
        snprintf(name, sizeof(name), "btl_mosix_%s", tunable->name);
        odls_mosix_report_number(name, text, tunable->min, tunable->max, tunable->why);
        rc = ORTE_ERR_SILENT;
    }
    free(text);
    return rc;
}

/* The numbers alone, and together. */
static int check_btl_numbers(char *const *env)
{
    struct mosix_numbers numbers;
    char value[NAME_SIZE];
    char allowed[2 * NAME_SIZE];

    mosix_numbers_init(&numbers);
    for (const struct mosix_tunable *row = mosix_tunables; row->name != NULL; row++) {
        int rc = check_btl_number(row, env, mosix_tunable_value(row, &numbers));

        if (rc != ORTE_SUCCESS) {
            return rc;
        }
    }
    if (mosix_numbers_ordered(&numbers)) {
        return ORTE_SUCCESS;
    }
    snprintf(value, sizeof(value), "%lu", numbers.eager_limit);
    snprintf(allowed, sizeof(allowed), "at most btl_mosix_max_send_size, here %lu: set it, too",
             numbers.max_send_size);
    odls_mosix_report_value("btl_mosix_eager_limit", value, allowed);
    return ORTE_ERR_SILENT;
}

/* The parameters that take one of some words. */
static int check_btl_words(char *const *env)
{
    int rc = ORTE_SUCCESS;

    for (size_t i = 0; rc == ORTE_SUCCESS && i < MOSRUN_BTL_WORD_COUNT; i++) {
        const struct mosrun_btl_word *row = &mosrun_btl_words[i];
        char *text = btl_value(row->name, env);
        char name[NAME_SIZE];

        if (text != NULL && !row->is(text)) {
            snprintf(name, sizeof(name), "btl_mosix_%s", row->name);
            odls_mosix_report_value(name, text, row->allowed);
            rc = ORTE_ERR_SILENT;
        }
        free(text);
    }
    return rc;
}

/* A misspelt name would have no effect, and its user would not notice. */
static int check_names(char *const *env)
{
    const char *similar = NULL;
    const char *unknown = mosrun_parameter_unknown(env, &similar);

    if (unknown == NULL) {
        return ORTE_SUCCESS;
    }
    odls_mosix_report_unknown(unknown, similar);
    return ORTE_ERR_SILENT;
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

    rc = check_names(walk->app->env);
    if (rc != ORTE_SUCCESS) {
        return rc;
    }
    odls_mosix_settings_read(walk->app->env, &settings);
    rc = check_ranks(walk, &settings);
    rc = rc == ORTE_SUCCESS ? check_btl_numbers(walk->app->env) : rc;
    return rc == ORTE_SUCCESS ? check_btl_words(walk->app->env) : rc;
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
