/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the launcher tells the user about one rank; see odls_mosix_report_rank.h. Where odls default
 * has a text for the same event, that one is used, so that a message does not depend on who
 * launches.
 */
#include "odls_mosix_report_rank.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mosrun_culprit.h"
#include "odls_mosix_report.h"
#include "odls_mosix_text.h"

#define STOCK_HELP "help-orte-odls-default.txt"
#define TEXT_SIZE 512

static void report_exec(const orte_odls_spawn_caddy_t *cd, int error)
{
    char directory[PATH_MAX];
    char text[PATH_MAX + TEXT_SIZE];
    struct stat status;
    const char *where = cd->wdir;

    if (where == NULL) {
        where = getcwd(directory, sizeof(directory)) != NULL ? directory : ".";
    }
    if (error == ENOENT && stat(cd->app->app, &status) == 0) {
        snprintf(text, sizeof(text), "%s has a bad interpreter on the first line.", cd->app->app);
    } else {
        snprintf(text, sizeof(text), "%s", strerror(error));
    }
    orte_show_help(STOCK_HELP, "execve error", true, orte_process_info.nodename, where,
                   cd->app->app, text);
}

void odls_mosix_report_start(const orte_odls_spawn_caddy_t *cd, const char *mosrun,
                             const struct child_report *report)
{
    switch (report->stage) {
    case CHILD_STAGE_PREPARE:
        orte_show_help(STOCK_HELP, "iof setup failed", true, orte_process_info.nodename,
                       cd->app->app);
        break;
    case CHILD_STAGE_CHDIR:
        orte_show_help("help-orterun.txt", "orterun:wdir-not-found", true, "orted", cd->wdir,
                       orte_process_info.nodename, cd->child->app_rank);
        break;
    case CHILD_STAGE_EXEC:
        if (mosrun != NULL) {
            orte_show_help(ODLS_MOSIX_HELP, "mosrun-failed", true, orte_process_info.nodename,
                           mosrun, cd->app->app, strerror(report->error));
        } else {
            report_exec(cd, report->error);
        }
        break;
    default:
        /* Open MPI has texts of its own for a lack of descriptors or processes. */
        break;
    }
}

/* Through Open MPI's help texts, because a daemon's own output may reach nobody. */
static void deliver(const orte_odls_spawn_caddy_t *cd, char *text)
{
    char topic[64];

    /* Texts with the same topic would be shown once and then counted. */
    snprintf(topic, sizeof(topic), "rank %s %s", ORTE_JOBID_PRINT(cd->child->name.jobid),
             ORTE_VPID_PRINT(cd->child->name.vpid));
    if (text != NULL) {
        orte_show_help_norender(ODLS_MOSIX_HELP, topic, false, text);
    }
    free(text);
}

void odls_mosix_report_unbound(const orte_odls_spawn_caddy_t *cd)
{
    char *text = NULL;

    if (asprintf(&text, "[%s] MCW rank %s not bound: MOSIX chooses its processors\n",
                 orte_process_info.nodename, ORTE_VPID_PRINT(cd->child->name.vpid)) >= 0) {
        deliver(cd, text);
    }
}

void odls_mosix_report_rank(const orte_odls_spawn_caddy_t *cd, char *const *argv, const char *why,
                            const struct mosrun_additions *additions)
{
    char head[TEXT_SIZE];

    snprintf(head, sizeof(head), "[%s] odls:mosix: rank %s of job %s", orte_process_info.nodename,
             ORTE_VPID_PRINT(cd->child->name.vpid), ORTE_LOCAL_JOBID_PRINT(cd->child->name.jobid));
    deliver(cd, odls_mosix_text(head, argv, why, additions));
}

void odls_mosix_report_ended(const orte_process_name_t *name, const char *program,
                             const struct mosrun_tail *tail)
{
    struct mosrun_end_text text;
    char users[TEXT_SIZE / 2];

    mosrun_end_explain(&tail->end, &text);
    mosrun_culprit(program, getenv("LD_LIBRARY_PATH"), mosrun_end_call(&tail->end), users,
                   sizeof(users));
    orte_show_help(ODLS_MOSIX_HELP, "ended", true, orte_process_info.nodename,
                   ORTE_VPID_PRINT(name->vpid), program, tail->said, text.what, text.why,
                   users[0] != '\0' ? users : "not known", text.remedy);
}

void odls_mosix_report_guest_lost(const orte_process_name_t *name, const struct lost_guest *guest)
{
    orte_show_help(ODLS_MOSIX_HELP, "guest-lost", true, ORTE_VPID_PRINT(name->vpid),
                   (long) guest->pid, orte_process_info.nodename, guest->place,
                   (long) (guest->silence / 1000));
}

void odls_mosix_report_home_lost(const char *node, orte_jobid_t job, const char *ranks)
{
    orte_show_help(ODLS_MOSIX_HELP, "home-lost", true, node, ORTE_JOBID_PRINT(job), ranks);
}
