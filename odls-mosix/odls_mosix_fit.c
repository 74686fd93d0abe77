/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What an application finds on this node; see odls_mosix_fit.h.
 */
#include "odls_mosix_fit.h"

#include <stdlib.h>
#include <string.h>

#include "odls_mosix_needs.h"
#include "odls_mosix_node.h"
#include "odls_mosix_program.h"
#include "odls_mosix_report.h"
#include "odls_mosix_settings.h"

/* What has been said on this node already. */
static bool said_node;
static bool said_allocator;
static bool said_tool;
static bool said_name_ignored;
static bool said_no_coop;

/* A node without usable MOSIX. */
static int check_mosix(const struct mosrun_settings *settings, const struct mosix_node *node)
{
    if (odls_mosix_is_required(settings)) {
        odls_mosix_report_required(node);
        return ORTE_ERR_SILENT;
    }
    if (!said_node) {
        odls_mosix_report_native(node);
        said_node = node->state != MOSIX_NODE_ABSENT;
    }
    return ORTE_SUCCESS;
}

/* A node with MOSIX, and something that keeps the program from running under it. */
static int check_obstacle(const struct mosrun_settings *settings,
                          const struct mosrun_obstacle *obstacle)
{
    bool *said = obstacle->kind == MOSRUN_OBSTACLE_NO_ALLOCATOR ? &said_allocator
                 : obstacle->kind == MOSRUN_OBSTACLE_TOOL       ? &said_tool
                                                                : NULL;

    if (obstacle->kind == MOSRUN_OBSTACLE_BAD_ALLOCATOR) {
        /* The user named it, so it is a bad value like others. */
        odls_mosix_report_bad_allocator(obstacle);
        return ORTE_ERR_SILENT;
    }
    if (odls_mosix_is_required(settings)) {
        odls_mosix_report_obstacle(obstacle, true);
        return ORTE_ERR_SILENT;
    }
    if (obstacle->kind == MOSRUN_OBSTACLE_FORMAT) {
        return ORTE_SUCCESS; /* the kernel says what is wrong with it, when it is started natively
                              */
    }
    if (said == NULL || !*said) {
        odls_mosix_report_obstacle(obstacle, false);
    }
    if (said != NULL) {
        *said = true;
    }
    return ORTE_SUCCESS;
}

static void find_needs(orte_app_context_t *app, const struct mosrun_settings *settings,
                       enum mosix_release release, struct odls_mosix_needs *needs)
{
    char **env = opal_environ_merge(orte_launch_environ, app->env);
    char *program = NULL;

    if (odls_mosix_program_find(app, &program) != ORTE_SUCCESS) {
        /* Open MPI will say so. */
        free(program);
        program = NULL;
    }
    odls_mosix_needs(settings, release, app->argv, env, program, app->cwd, needs);
    free(program);
    opal_argv_free(env);
}

/* What is odd, but no reason against mosrun. */
static void tell_oddities(const struct mosrun_settings *settings,
                          const struct odls_mosix_needs *needs)
{
    if (needs->immovable[0] != '\0' && strcmp(settings->value[MOSRUN_VERBOSE], "1") == 0) {
        odls_mosix_report_immovable(needs->immovable);
    }
    if (needs->coop == NULL && !said_no_coop &&
        strcmp(settings->value[MOSRUN_THREADS], "native") != 0) {
        orte_show_help(ODLS_MOSIX_HELP, "no-coop", true, orte_process_info.nodename);
        said_no_coop = true;
    }
    if (mosrun_name_is_ignored(settings) && !said_name_ignored) {
        orte_show_help(ODLS_MOSIX_HELP, "name-ignored", true, orte_process_info.nodename,
                       settings->value[MOSRUN_REMOTE_HOST_NAME],
                       settings->value[MOSRUN_REMOTE_HOST_ADDRESS]);
        said_name_ignored = true;
    }
}

bool odls_mosix_fits(orte_app_context_t *app)
{
    struct mosrun_settings settings;
    struct odls_mosix_needs needs;
    struct mosix_node node;

    odls_mosix_settings_read(app->env, &settings);
    if (odls_mosix_is_never(&settings)) {
        return false;
    }
    odls_mosix_probe(&settings, &node);
    if (node.state != MOSIX_NODE_READY) {
        return false;
    }
    find_needs(app, &settings, node.release, &needs);
    return needs.obstacle.kind == MOSRUN_OBSTACLE_NONE;
}

int odls_mosix_fit(orte_app_context_t *app)
{
    struct mosrun_settings settings;
    struct odls_mosix_needs needs;
    struct mosix_node node;

    odls_mosix_settings_read(app->env, &settings);
    if (odls_mosix_is_never(&settings)) {
        return ORTE_SUCCESS;
    }
    odls_mosix_probe(&settings, &node);
    if (node.state != MOSIX_NODE_READY) {
        return check_mosix(&settings, &node);
    }
    find_needs(app, &settings, node.release, &needs);
    if (needs.obstacle.kind != MOSRUN_OBSTACLE_NONE) {
        return check_obstacle(&settings, &needs.obstacle);
    }
    tell_oddities(&settings, &needs);
    return ORTE_SUCCESS;
}
