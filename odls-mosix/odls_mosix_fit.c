/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What an application finds on this node; see odls_mosix_fit.h.
 */
#include "odls_mosix_fit.h"

#include <stdlib.h>

#include "odls_mosix_needs.h"
#include "odls_mosix_node.h"
#include "odls_mosix_program.h"
#include "odls_mosix_settings.h"
#include "odls_mosix_verdict.h"

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
        return odls_mosix_judge_node(&settings, &node);
    }
    find_needs(app, &settings, node.release, &needs);
    if (needs.obstacle.kind != MOSRUN_OBSTACLE_NONE) {
        return odls_mosix_judge_obstacle(&settings, &needs.obstacle);
    }
    odls_mosix_tell_oddities(&settings, &needs);
    return ORTE_SUCCESS;
}
