/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Setting a node up; see node_setup.h.
 */
#include "node_setup.h"

#include <stdio.h>
#include <stdlib.h>

#include "node_apply.h"
#include "node_plan.h"
#include "node_plan_boot.h"
#include "node_plan_unit.h"
#include "node_system.h"

static enum command_exit refuse_without_mosix(const struct node_system *system)
{
    fprintf(
        stderr,
        "openmpi-mosix: MOSIX is not installed%s%s: mosd was not found. The settings make other "
        "programs a little slower, so they are made on MOSIX nodes only. Install MOSIX first.\n",
        system->root[0] != '\0' ? " in " : "", system->root);
    return COMMAND_NOTHING;
}

/* Whether there is a step that this command makes, and not the administrator. */
static bool has_own_step(const struct node_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->steps[i].kind != NODE_STEP_ADVISE) {
            return true;
        }
    }
    return false;
}

/* What comes after the steps. */
static void say_what_is_next(const struct node_system *system, const struct node_plan *plan,
                             bool is_dry)
{
    bool is_root = system->root[0] != '\0';

    if (plan->count == 0) {
        printf("Nothing to do: this %s has all settings that MOSIX needs.%s\n",
               is_root ? "root" : "node",
               is_root ? " If a program had to be run in it after an earlier setup, such as "
                         "update-grub, and was not run, run it now."
                       : "");
    } else if (!has_own_step(plan)) {
        puts("There is nothing that this command can do by itself.");
    } else if (is_dry) {
        printf("Nothing was changed. To do this, run `openmpi-mosix node setup --yes%s%s`.\n",
               is_root ? " --root " : "", system->root);
    }
}

static enum command_exit set_up(const struct node_system *system,
                                const struct command_options *options, struct node_plan *plan)
{
    bool is_dry = !options->yes || options->dry_run;

    node_plan_boot(system, plan);
    node_plan_unit(system, plan);
    if (node_apply(system, plan, is_dry, options->quiet) < 0) {
        return COMMAND_FAILED;
    }
    if (!options->quiet) {
        say_what_is_next(system, plan, is_dry);
    }
    return COMMAND_OK;
}

enum command_exit node_setup_run(const struct command_options *options)
{
    struct node_plan *plan = calloc(1, sizeof(*plan));
    struct node_system system;
    enum command_exit result;
    char mosd[PATH_MAX];

    if (plan == NULL) {
        fprintf(stderr, "openmpi-mosix: not enough memory.\n");
        return COMMAND_FAILED;
    }
    node_system_read(options->root, &system);
    result = node_system_find(&system, "mosd", mosd, NULL) == 0 ? set_up(&system, options, plan)
                                                                : refuse_without_mosix(&system);
    free(plan);
    return result;
}
