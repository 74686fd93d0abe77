/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * mosix-agent-rank: what mosix-agent becomes in the place of a rank. It has the rank's environment,
 * directory and streams, decides as the ODLS component of 4.1 does, and becomes mosrun or the
 * program: no process stays in between.
 */
#include "odls_mosix_compat.h"

#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "agent_daemon.h"
#include "agent_rank.h"
#include "child_exec.h"
#include "mosix_dso.h"
#include "mosix_program.h"
#include "mosrun_env.h"
#include "mosrun_words.h"
#include "odls_mosix_first.h"
#include "odls_mosix_needs.h"
#include "odls_mosix_node.h"
#include "odls_mosix_prepare.h"
#include "odls_mosix_report.h"
#include "odls_mosix_settings.h"
#include "odls_mosix_text.h"
#include "odls_mosix_values.h"
#include "odls_mosix_verdict.h"

/* How long a rank that was refused waits, so that another one's message is not cut off. */
#define GRACE_NANOSECONDS 300000000L

/* Under this name the parameters are known; there is no such component. */
static const mca_base_component_t component = {
    .mca_project_name = "opal",
    .mca_type_name = "odls",
    .mca_component_name = "mosix",
};

/* The rank as it was asked for. program is its path; env is changed on the way. */
struct rank {
    char *const *argv;
    char **env;
    char program[PATH_MAX];
    struct mosrun_identity identity;
    struct mosrun_settings settings;
    struct mosix_node node;
};

/* Ends this process; the reason has been given. */
static _Noreturn void refuse(void)
{
    const struct timespec grace = {.tv_nsec = GRACE_NANOSECONDS};

    (void) nanosleep(&grace, NULL);
    _exit(EXIT_FAILURE);
}

static _Noreturn void refuse_without_memory(void)
{
    fprintf(stderr, "mosix-agent: no memory to start a rank\n");
    refuse();
}

/* Ends unless all is well; the reason has been given. */
static void demand(int rc)
{
    if (rc == ORTE_ERR_OUT_OF_RESOURCE) {
        refuse_without_memory();
    }
    if (rc != ORTE_SUCCESS) {
        refuse();
    }
}

/* Where the agent is, its help texts and the library for ranks are as well in a build tree. */
static void find_own_files(void)
{
    char directory[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", directory, sizeof(directory) - 1);
    char *slash;

    if (length > 0) {
        directory[length] = '\0';
        slash = strrchr(directory, '/');
        *slash = '\0';
        (void) opal_show_help_add_dir(directory);
        odls_mosix_node_find_coop(directory);
    }
    (void) opal_show_help_add_dir(mosix_dso_help_directory());
}

/* PRRTE has looked for the program already, on the rank's PATH. */
static void find_program(struct rank *rank)
{
    const char *name = rank->argv[0];

    if (strchr(name, '/') != NULL ||
        mosix_program_find(name, mosrun_env_get(rank->env, "PATH"), rank->program) < 0) {
        snprintf(rank->program, sizeof(rank->program), "%s", name);
    }
}

static bool is_verbose(const struct rank *rank)
{
    return strcmp(rank->settings.value[MOSRUN_VERBOSE], "1") == 0;
}

/* argv is NULL for a rank that starts natively, why for one under mosrun. */
static void tell(const struct rank *rank, char *const *argv, const char *why,
                 const struct mosrun_additions *additions)
{
    char head[HOST_NAME_MAX + 128];
    char *text;

    if (!is_verbose(rank)) {
        return;
    }
    snprintf(head, sizeof(head), "[%s] odls:mosix: rank %lu of job %lu", rank->identity.node,
             rank->identity.rank, agent_rank_job(rank->env));
    text = odls_mosix_text(head, argv, why, additions);
    if (text != NULL) {
        fputs(text, stderr);
    }
    free(text);
}

/* Becomes the program. among: other ranks on this node may start under mosrun. */
static _Noreturn void become_native(struct rank *rank, const char *why, bool among)
{
    struct mosrun_additions additions = {0};

    if (among && (mosrun_env_plan_native(rank->env, &additions) < 0 ||
                  mosrun_env_plan_path(rank->env, odls_mosix_directory(), &additions) < 0)) {
        refuse_without_memory();
    }
    tell(rank, NULL, why, &additions);
    odls_mosix_add(&additions, &rank->env);
    (void) execve(rank->program, rank->argv, rank->env);
    fprintf(stderr, "mosix-agent: %s cannot be executed on %s: %s\n", rank->program,
            rank->identity.node, strerror(errno));
    refuse();
}

/* PRRTE has bound this process, and MOSIX chooses processors. */
static void unbind(void)
{
    cpu_set_t all;

    memset(&all, 0xff, sizeof(all));
    (void) sched_setaffinity(0, sizeof(all), &all);
}

static _Noreturn void become_mosrun(struct rank *rank, const struct odls_mosix_needs *needs)
{
    struct mosrun_command command = {
        .program = rank->program,
        .argv = rank->argv,
        .release = rank->node.release,
        .identity = &rank->identity,
    };
    struct mosrun_additions additions;
    char **argv;

    demand(odls_mosix_prepare(&rank->settings, &rank->node, needs, (long) getppid(), &rank->env,
                              &command, &additions, &argv));
    tell(rank, argv, NULL, &additions);
    unbind();
    (void) execve(command.mosrun, argv, rank->env);
    orte_show_help(ODLS_MOSIX_HELP, "mosrun-failed", true, rank->identity.node, command.mosrun,
                   rank->program, strerror(errno));
    refuse();
}

/* A node that is ready for ranks under mosrun. */
static _Noreturn void start_there(struct rank *rank)
{
    char why[PATH_MAX + 512];
    struct odls_mosix_needs needs;

    odls_mosix_needs(&rank->settings, rank->node.release, rank->argv, rank->env, rank->program,
                     NULL, &needs);
    if (needs.obstacle.kind != MOSRUN_OBSTACLE_NONE) {
        demand(odls_mosix_judge_obstacle(&rank->settings, &needs.obstacle));
        mosrun_obstacle_explain(&needs.obstacle, why, sizeof(why));
        become_native(rank, why, true);
    }
    odls_mosix_tell_oddities(&rank->settings, &needs);
    become_mosrun(rank, &needs);
}

/* Checks what the rank would get, and replaces %r and the like in its settings. */
static void settle(struct rank *rank, struct mosrun_expanded *expanded)
{
    bool native = odls_mosix_is_never(&rank->settings) || rank->node.state != MOSIX_NODE_READY;
    struct mosrun_fault fault;

    demand(odls_mosix_check_rank(&rank->settings, native ? MOSIX_RELEASE_NONE : rank->node.release,
                                 &rank->identity));
    demand(odls_mosix_check_btl(rank->env));
    if (mosrun_expand(&rank->settings, &rank->identity, expanded, &fault) < 0) {
        refuse_without_memory();
    }
    rank->settings = expanded->settings;
}

/* An agent of another series than libopen-pal's is left over from an upgrade. */
static void check_series(struct rank *rank)
{
    if (mosix_dso_fits(opal_version_string, MOSIX_OMPI_SERIES)) {
        return;
    }
    orte_show_help(ODLS_MOSIX_HELP, "other-series", true, rank->identity.node, MOSIX_OMPI_SERIES,
                   opal_version_string);
    become_native(rank, "built for another series", false);
}

static _Noreturn void start(struct rank *rank)
{
    char why[PATH_MAX + 512];
    struct mosrun_expanded expanded;

    odls_mosix_settings_read(rank->env, &rank->settings);
    check_series(rank);
    demand(odls_mosix_check_names(rank->env));
    odls_mosix_probe(&rank->settings, &rank->node);
    settle(rank, &expanded);
    if (odls_mosix_is_never(&rank->settings)) {
        become_native(rank, "odls_mosix_enable is \"never\"",
                      rank->node.state == MOSIX_NODE_READY && agent_rank_has_others(rank->env));
    }
    if (rank->node.state != MOSIX_NODE_READY) {
        demand(odls_mosix_judge_node(&rank->settings, &rank->node));
        mosix_node_explain(&rank->node, why, sizeof(why));
        become_native(rank, why, false);
    }
    start_there(rank);
}

int main(int argc, char **argv)
{
    struct rank rank = {.argv = argv + 1};

    if (argc < 2) {
        fprintf(stderr, "usage: mosix-agent-rank PROGRAM [ARGUMENT...]\n\n"
                        "mosix-agent starts it.\n");
        return 2;
    }
    (void) agent_daemon_parameters((long) getppid(), rank.argv);
    if (opal_init_util(&argc, &argv) != OPAL_SUCCESS ||
        odls_mosix_settings_register(&component) != ORTE_SUCCESS) {
        fprintf(stderr, "mosix-agent: Open MPI's parameters cannot be read\n");
        refuse();
    }
    find_own_files();
    rank.env = opal_argv_copy(environ);
    if (rank.env == NULL) {
        refuse_without_memory();
    }
    mosrun_env_strip(rank.env);
    agent_rank_identify(rank.env, opal_process_info.nodename, &rank.identity);
    find_program(&rank);
    start(&rank);
}
