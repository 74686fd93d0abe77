/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Deciding how one rank starts. What the framework prepared (command, arguments, environment,
 * directory) is started as it is, or by mosrun with the environment that a rank needs there.
 */
#include "odls_mosix_launch.h"

#include <string.h>
#include <unistd.h>

#include "mosrun_words.h"
#include "odls_mosix_binding.h"
#include "odls_mosix_child.h"
#include "odls_mosix_job.h"
#include "odls_mosix_needs.h"
#include "odls_mosix_node.h"
#include "odls_mosix_prepare.h"
#include "odls_mosix_report.h"
#include "odls_mosix_report_rank.h"
#include "odls_mosix_settings.h"
#include "odls_mosix_tap.h"

/* Room for a clause with a path in it. */
#define TEXT_SIZE 512

static bool is_verbose(const struct mosrun_settings *settings)
{
    return strcmp(settings->value[MOSRUN_VERBOSE], "1") == 0;
}

/*
 * why is the reason, as one clause. among: other ranks on this node may start under mosrun.
 */
static int start_native(orte_odls_spawn_caddy_t *cd, const struct mosrun_settings *settings,
                        const char *why, bool among)
{
    struct mosrun_additions additions = {0};

    if (among && !odls_mosix_is_all_native(cd->jdata) &&
        mosrun_env_plan_native(cd->env, &additions) < 0) {
        return odls_mosix_child_give_up(cd, ORTE_ERR_OUT_OF_RESOURCE);
    }
    if (is_verbose(settings)) {
        odls_mosix_report_rank(cd, NULL, why, &additions);
    }
    odls_mosix_add(&additions, &cd->env);
    mosrun_env_free(&additions);
    return odls_mosix_child_start(cd, cd->cmd, cd->argv, NULL);
}

/* A node whose MOSIX is not usable: it has no ranks under mosrun. */
static int start_without_mosix(orte_odls_spawn_caddy_t *cd, const struct mosrun_settings *settings,
                               const struct mosix_node *node)
{
    char why[PATH_MAX + TEXT_SIZE];

    mosix_node_explain(node, why, sizeof(why));
    return start_native(cd, settings, why, false);
}

/* A program that cannot run under this node's mosrun. */
static int start_with_obstacle(orte_odls_spawn_caddy_t *cd, const struct mosrun_settings *settings,
                               const struct mosrun_obstacle *obstacle)
{
    char why[PATH_MAX + TEXT_SIZE];

    if (odls_mosix_is_required(settings)) {
        odls_mosix_report_obstacle(obstacle, true);
        return odls_mosix_child_give_up(cd, ORTE_ERR_FAILED_TO_START);
    }
    mosrun_obstacle_explain(obstacle, why, sizeof(why));
    return start_native(cd, settings, why, true);
}

/* mosrun would find a missing program, too, but would report it in its own words. */
static int check_program(orte_odls_spawn_caddy_t *cd)
{
    struct child_report report = {.stage = CHILD_STAGE_EXEC};
    int result = child_exec_check(cd->cmd, cd->wdir);

    if (result == 0) {
        return ORTE_SUCCESS;
    }
    report.error = -result;
    odls_mosix_report_start(cd, NULL, &report);
    return ORTE_ERR_FAILED_TO_START;
}

static int start_with_mosrun(orte_odls_spawn_caddy_t *cd, const struct mosrun_settings *settings,
                             const struct mosix_node *node, const struct mosrun_identity *identity)
{
    struct mosrun_command command = {
        .program = cd->cmd,
        .argv = cd->argv,
        .release = node->release,
        .identity = identity,
    };
    struct mosrun_additions additions;
    struct odls_mosix_needs needs;
    char **argv;
    int rc = check_program(cd);

    if (rc == ORTE_SUCCESS) {
        odls_mosix_needs(settings, node->release, cd->argv, cd->env, cd->cmd, cd->wdir, &needs);
        if (needs.obstacle.kind != MOSRUN_OBSTACLE_NONE) {
            return start_with_obstacle(cd, settings, &needs.obstacle);
        }
        rc = odls_mosix_prepare(settings, node, &needs, (long) getpid(), &cd->env, &command,
                                &additions, &argv);
    }
    if (rc != ORTE_SUCCESS) {
        return odls_mosix_child_give_up(cd, rc);
    }
    if (is_verbose(settings)) {
        odls_mosix_report_rank(cd, argv, NULL, &additions);
    }
    mosrun_env_free(&additions);
    (void) orte_set_attribute(&cd->child->attributes, ODLS_MOSIX_PROC_KEY, ORTE_ATTR_LOCAL, NULL,
                              OPAL_BOOL);
    odls_mosix_binding_report(cd);
    odls_mosix_tap(cd, settings);
    rc = odls_mosix_child_start(cd, command.mosrun, argv, command.mosrun);
    mosrun_words_free(argv);
    return rc;
}

/* Starts a rank under mosrun with settings that are its own. */
static int start_expanded(orte_odls_spawn_caddy_t *cd, const struct mosrun_settings *settings,
                          const struct mosix_node *node)
{
    struct mosrun_identity identity;
    struct mosrun_expanded expanded;
    struct mosrun_fault fault;
    int rc;

    odls_mosix_identify(cd->jdata, cd->child, &identity);
    if (mosrun_expand(settings, &identity, &expanded, &fault) < 0) {
        return odls_mosix_child_give_up(cd, ORTE_ERR_OUT_OF_RESOURCE);
    }
    rc = start_with_mosrun(cd, &expanded.settings, node, &identity);
    mosrun_expanded_free(&expanded);
    return rc;
}

bool odls_mosix_is_ours(orte_proc_t *child)
{
    return orte_get_attribute(&child->attributes, ODLS_MOSIX_PROC_KEY, NULL, OPAL_BOOL);
}

int odls_mosix_fork_local(void *caddy)
{
    orte_odls_spawn_caddy_t *cd = caddy;
    struct mosrun_settings settings;
    struct mosix_node node;

    orte_remove_attribute(&cd->child->attributes, ODLS_MOSIX_PROC_KEY);
    odls_mosix_settings_read(cd->env, &settings);
    odls_mosix_probe(&settings, &node);
    if (node.state != MOSIX_NODE_READY) {
        return start_without_mosix(cd, &settings, &node);
    }
    if (odls_mosix_is_never(&settings)) {
        return start_native(cd, &settings, "odls_mosix_enable is \"never\"", true);
    }
    return start_expanded(cd, &settings, &node);
}
