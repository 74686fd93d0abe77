/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Starting one rank. What the framework prepared (command, arguments, environment, directory) is
 * started as it is, or by mosrun with the environment that a rank needs there.
 */
#include "odls_mosix.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mosrun_argv.h"
#include "mosrun_words.h"
#include "odls_mosix_settings.h"

/* Longest text that one message of the framework's hooks may have. */
#define HOOK_TEXT_MAX 65536

/* What the hook in the child needs. messages is -1 for a rank under mosrun. */
struct child_setup {
    orte_odls_spawn_caddy_t *cd;
    int messages;
};

/* A daemon that was told to stay on some processors must not keep its ranks there. */
static void release_from_daemon(void)
{
    cpu_set_t all;

    if (orte_daemon_cores != NULL) {
        memset(&all, 0xff, sizeof(all));
        (void) sched_setaffinity(0, sizeof(all), &all);
    }
}

/* Runs in the child: the framework's own part, output forwarding and binding. */
static int prepare_child(void *argument)
{
    struct child_setup *setup = argument;
    orte_odls_spawn_caddy_t *cd = setup->cd;

    if (ORTE_FLAG_TEST(cd->jdata, ORTE_JOB_FLAG_FORWARD_OUTPUT) &&
        orte_iof_base_setup_child(&cd->opts, &cd->env) != ORTE_SUCCESS) {
        return EIO;
    }
    if (setup->messages >= 0) {
        orte_rtc.set(cd->jdata, cd->child, &cd->env, setup->messages);
    } else {
        release_from_daemon();
    }
    return 0;
}

/* The parent has no use for the child's ends of its standard streams. */
static void close_child_ends(orte_odls_spawn_caddy_t *cd)
{
    if (cd->opts.connect_stdin) {
        (void) close(cd->opts.p_stdin[0]);
    }
    (void) close(cd->opts.p_stdout[1]);
    if (!orte_iof_base.redirect_app_stderr_to_stdout) {
        (void) close(cd->opts.p_stderr[1]);
    }
}

/* Reads a text of that length; NULL when there is none or the length cannot be true. */
static char *read_text(int fd, int length)
{
    char *text;

    if (length < 0 || length > HOOK_TEXT_MAX) {
        return NULL;
    }
    text = calloc(1, (size_t) length + 1);
    if (text != NULL && length > 0 && opal_fd_read(fd, length, text) != OPAL_SUCCESS) {
        free(text);
        return NULL;
    }
    return text;
}

/*
 * Shows what the framework's hooks wrote in the child about binding. Returns whether one of the
 * messages was an error, after which the child has ended.
 */
static bool relay_messages(int fd)
{
    orte_odls_pipe_err_msg_t message;
    bool fatal = false;

    while (!fatal && opal_fd_read(fd, sizeof(message), &message) == OPAL_SUCCESS) {
        char *file = read_text(fd, message.file_str_len);
        char *topic = file != NULL ? read_text(fd, message.topic_str_len) : NULL;
        char *text = topic != NULL ? read_text(fd, message.msg_str_len) : NULL;

        fatal = message.fatal || text == NULL;
        if (text != NULL) {
            orte_show_help_norender(file, topic, false, text);
        }
        free(file);
        free(topic);
        free(text);
    }
    return fatal;
}

static int mark_failed(orte_proc_t *child, int rc)
{
    child->state = ORTE_PROC_STATE_FAILED_TO_START;
    ORTE_FLAG_UNSET(child, ORTE_PROC_FLAG_ALIVE);
    return rc;
}

/* Ends a start that has not got as far as a child. */
static int give_up(orte_odls_spawn_caddy_t *cd, int rc)
{
    close_child_ends(cd);
    return mark_failed(cd->child, rc);
}

static int failure_code(const struct child_report *report)
{
    switch (report->stage) {
    case CHILD_STAGE_PIPE:
        return ORTE_ERR_SYS_LIMITS_PIPES;
    case CHILD_STAGE_FORK:
        return ORTE_ERR_SYS_LIMITS_CHILDREN;
    default:
        return ORTE_ERR_FAILED_TO_START;
    }
}

/* Starts path with those arguments in place of the framework's; mosrun is NULL for natively. */
static int start(orte_odls_spawn_caddy_t *cd, const char *path, char **argv, const char *mosrun)
{
    int pipe_ends[2] = {-1, -1};
    struct child_setup setup = {.cd = cd, .messages = -1};
    struct child_report report;
    bool fatal = false;
    int result;

    if (mosrun == NULL && pipe2(pipe_ends, O_CLOEXEC) != 0) {
        return give_up(cd, ORTE_ERR_SYS_LIMITS_PIPES);
    }
    setup.messages = pipe_ends[1];
    const struct child_spec spec = {
        .path = path,
        .argv = argv,
        .envp = cd->env,
        .directory = cd->wdir,
        .prepare = prepare_child,
        .argument = &setup,
    };
    result = child_exec_start(&spec, &cd->child->pid, &report);
    close_child_ends(cd);
    if (mosrun == NULL) {
        (void) close(pipe_ends[1]);
        fatal = relay_messages(pipe_ends[0]);
        (void) close(pipe_ends[0]);
    }
    if (result < 0) {
        odls_mosix_report_start(cd, mosrun, &report);
        return mark_failed(cd->child, failure_code(&report));
    }
    if (fatal) {
        return mark_failed(cd->child, ORTE_ERR_FAILED_TO_START);
    }
    cd->child->state = ORTE_PROC_STATE_RUNNING;
    ORTE_FLAG_SET(cd->child, ORTE_PROC_FLAG_ALIVE);
    return ORTE_SUCCESS;
}

static void apply(const struct mosrun_additions *additions, char ***env)
{
    for (size_t i = 0; i < additions->count; i++) {
        (void) opal_setenv(additions->items[i].name, additions->items[i].value, true, env);
    }
}

static bool is_verbose(const struct mosrun_settings *settings)
{
    return strcmp(settings->value[MOSRUN_VERBOSE], "1") == 0;
}

/* Whether neither this job nor, as far as is known, a later one starts ranks under mosrun here. */
static bool is_all_native(orte_job_t *job)
{
    struct mosrun_settings settings;

    odls_mosix_settings_read(NULL, &settings);
    for (int i = 0; i < job->apps->size && odls_mosix_is_never(&settings); i++) {
        const orte_app_context_t *app =
            (const orte_app_context_t *) opal_pointer_array_get_item(job->apps, i);

        if (app != NULL) {
            odls_mosix_settings_read(app->env, &settings);
        }
    }
    return odls_mosix_is_never(&settings);
}

/* node is NULL when it is the settings that want a native start on a node of MOSIX. */
static int start_native(orte_odls_spawn_caddy_t *cd, const struct mosrun_settings *settings,
                        const struct mosix_node *node)
{
    struct mosrun_additions additions = {0};

    if (node == NULL && !is_all_native(cd->jdata) &&
        mosrun_env_plan_native(cd->env, &additions) < 0) {
        return give_up(cd, ORTE_ERR_OUT_OF_RESOURCE);
    }
    if (is_verbose(settings)) {
        odls_mosix_report_rank(cd, NULL, node, &additions);
    }
    apply(&additions, &cd->env);
    mosrun_env_free(&additions);
    return start(cd, cd->cmd, cd->argv, NULL);
}

/* mosrun would find out itself, but the user would hear it from the wrong program. */
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

/* Decides and makes what a rank under mosrun needs. argv is the caller's to free. */
static int prepare_mosrun(orte_odls_spawn_caddy_t *cd, const struct mosrun_settings *settings,
                          const struct mosix_node *node, struct mosrun_command *command,
                          char ***argv)
{
    struct mosrun_facts facts = *odls_mosix_facts();
    struct mosrun_additions additions;
    const char *fragile;

    facts.preload = settings->value[MOSRUN_LD_PRELOAD];
    facts.coop = strcmp(settings->value[MOSRUN_THREADS], "native") == 0 ? NULL : odls_mosix_coop();
    if (mosrun_env_plan(cd->env, &facts, &additions) < 0) {
        return ORTE_ERR_OUT_OF_RESOURCE;
    }
    apply(&additions, &cd->env);
    fragile = mosrun_env_fragile(cd->env);
    command->mosrun = mosix_node_starter(node, fragile != NULL);
    if (fragile != NULL && node->mosenv[0] == '\0') {
        odls_mosix_report_lost(command->mosrun, fragile);
    }
    if (mosrun_argv_build(settings, command, argv) < 0) {
        mosrun_env_free(&additions);
        return ORTE_ERR_OUT_OF_RESOURCE;
    }
    if (is_verbose(settings)) {
        odls_mosix_report_rank(cd, *argv, NULL, &additions);
    }
    mosrun_env_free(&additions);
    return ORTE_SUCCESS;
}

static int start_with_mosrun(orte_odls_spawn_caddy_t *cd, const struct mosrun_settings *settings,
                             const struct mosix_node *node, const struct mosrun_identity *identity)
{
    struct mosrun_command command = {
        .program = cd->cmd,
        .argv = cd->argv,
        .identity = identity,
    };
    char **argv;
    int rc = check_program(cd);

    if (rc == ORTE_SUCCESS) {
        rc = prepare_mosrun(cd, settings, node, &command, &argv);
    }
    if (rc != ORTE_SUCCESS) {
        return give_up(cd, rc);
    }
    (void) orte_set_attribute(&cd->child->attributes, ODLS_MOSIX_PROC_KEY, ORTE_ATTR_LOCAL, NULL,
                              OPAL_BOOL);
    rc = start(cd, command.mosrun, argv, command.mosrun);
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
        return give_up(cd, ORTE_ERR_OUT_OF_RESOURCE);
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
        return start_native(cd, &settings, &node);
    }
    if (odls_mosix_is_never(&settings)) {
        return start_native(cd, &settings, NULL);
    }
    return start_expanded(cd, &settings, &node);
}
