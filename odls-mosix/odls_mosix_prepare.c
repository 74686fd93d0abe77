/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Environment and command line; see odls_mosix_prepare.h.
 */
#include "odls_mosix_prepare.h"

#include <gnu/libc-version.h>
#include <string.h>

#include "mosrun_fragile.h"
#include "odls_mosix_foreign.h"
#include "odls_mosix_node.h"
#include "odls_mosix_place.h"
#include "odls_mosix_report.h"

void odls_mosix_add(const struct mosrun_additions *additions, char ***env)
{
    for (size_t i = 0; i < additions->count; i++) {
        (void) opal_setenv(additions->items[i].name, additions->items[i].value, true, env);
    }
}

/* Chooses mosrun or mosenv, by what the rank's environment has. */
static void choose_starter(const struct mosix_node *node, char *const *env,
                           struct mosrun_command *command)
{
    const char *fragile = mosrun_env_fragile(env);

    command->mosrun = mosix_node_starter(node, fragile != NULL);
    command->env = env;
    command->mosenv = command->mosrun == node->mosenv && strcmp(node->mosrun, node->mosenv) != 0;
    if (fragile != NULL && node->mosenv[0] == '\0' && node->release != MOSIX_RELEASE_4) {
        odls_mosix_report_lost(command->mosrun, fragile);
    }
}

int odls_mosix_prepare(const struct mosrun_settings *settings, const struct mosix_node *node,
                       const struct odls_mosix_needs *needs, long daemon, char ***env,
                       struct mosrun_command *command, struct mosrun_additions *additions,
                       char ***argv)
{
    struct mosrun_facts facts = *odls_mosix_facts();
    struct mosrun_settings adapted = *settings;
    struct mosrun_home home;
    char place[MOSIX_QUAD_SIZE];

    facts.preload = settings->value[MOSRUN_LD_PRELOAD];
    facts.coop = needs->coop;
    facts.allocator = needs->allocator[0] != '\0' ? needs->allocator : NULL;
    facts.release = node->release;
    facts.libc = gnu_get_libc_version();
    facts.daemon = daemon;
    facts.components = facts.is_series_5 ? odls_mosix_directory() : NULL;
    facts.home = needs->home ? &home : NULL;
    odls_mosix_place(&adapted, command->identity, node, place);
    if (needs->home && mosrun_home_adapt(&adapted, command->identity, &home) < 0) {
        return ORTE_ERR_FAILED_TO_START;
    }
    if (mosrun_env_plan(*env, &facts, additions) < 0) {
        return ORTE_ERR_OUT_OF_RESOURCE;
    }
    odls_mosix_report_replaced(additions);
    odls_mosix_add(additions, env);
    choose_starter(node, *env, command);
    if (mosrun_argv_build(&adapted, command, argv) < 0) {
        mosrun_env_free(additions);
        return ORTE_ERR_OUT_OF_RESOURCE;
    }
    if (node->release == MOSIX_RELEASE_4) {
        mosrun_env_drop_arguments(*env, command->mosenv);
    }
    return ORTE_SUCCESS;
}
