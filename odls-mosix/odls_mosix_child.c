/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The process of one rank; see odls_mosix_child.h.
 */
#include "odls_mosix_child.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "odls_mosix_report_rank.h"

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

int odls_mosix_child_give_up(orte_odls_spawn_caddy_t *cd, int rc)
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

int odls_mosix_child_start(orte_odls_spawn_caddy_t *cd, const char *path, char **argv,
                           const char *mosrun)
{
    int pipe_ends[2] = {-1, -1};
    struct child_setup setup = {.cd = cd, .messages = -1};
    struct child_report report;
    bool fatal = false;
    int result;

    if (mosrun == NULL && pipe2(pipe_ends, O_CLOEXEC) != 0) {
        return odls_mosix_child_give_up(cd, ORTE_ERR_SYS_LIMITS_PIPES);
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
