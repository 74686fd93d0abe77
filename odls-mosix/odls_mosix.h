/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the files of the launcher's glue share. The component (odls_mosix_component.c) decides
 * whether this daemon uses it at all, the module (odls_mosix_module.c) checks jobs and passes
 * signals on, odls_mosix_launch.c starts one rank, and odls_mosix_report.c talks to the user.
 */
#ifndef ODLS_MOSIX_H
#define ODLS_MOSIX_H

#include "odls_mosix_compat.h"

#include "child_exec.h"
#include "mosix_node.h"
#include "mosrun_env.h"
#include "mosrun_expand.h"
#include "mosrun_settings.h"

#define ODLS_MOSIX_HELP "help-odls-mosix.txt"

extern orte_odls_base_component_t mca_odls_mosix_component;
extern orte_odls_base_module_t odls_mosix_module;

/*
 * Looks at this node with those settings. search_path is the daemon's own PATH: the program that
 * starts ranks is this node's affair, not the application's.
 */
void odls_mosix_probe(const struct mosrun_settings *settings, struct mosix_node *node);

/*
 * Starts the rank that a spawn caddy describes, under mosrun or natively. Called by the framework,
 * from a thread of its own when a node gets many ranks.
 */
int odls_mosix_fork_local(void *caddy);

/*
 * The path of the library for cooperative threads, which lies beside the component; NULL when it
 * is not there. It does not change while the component is open.
 */
const char *odls_mosix_coop(void);

/*
 * Gives each application of a job that mpirun's command line started the settings in front of it,
 * in its environment; in mpirun alone, before any daemon hears of the job. Nothing for other jobs.
 */
void odls_mosix_apply_parts(orte_job_t *job);

/*
 * Whether an application may have other settings than this daemon has from its command line: in
 * mpirun, if there are several; in a daemon of another node always, which knows one of them at
 * most.
 */
bool odls_mosix_may_differ(void);

/* Whether this daemon's command line names one of our parameters, for whichever application. */
bool odls_mosix_is_mentioned(void);

/*
 * Looks, in mpirun alone, for the programs that a job which a running one spawned has on mpirun's
 * own node; other nodes cannot be looked at from there. Returns ORTE_SUCCESS, also for other jobs,
 * or ORTE_ERR_SILENT when one is missing and the user has been told.
 */
int odls_mosix_check_spawned(orte_job_t *job);

/* Whether that child was started by mosrun. */
bool odls_mosix_is_ours(orte_proc_t *child);

/*
 * Says why settings are refused. parameter values that belong to the BTL have a function of their
 * own, because their table is the BTL's.
 */
void odls_mosix_report_fault(const struct mosrun_settings *settings,
                             const struct mosrun_fault *fault);
void odls_mosix_report_number(const char *parameter, const char *value, unsigned long min,
                              unsigned long max);

/* Says why the job is refused although MOSIX is required. */
void odls_mosix_report_required(const struct mosix_node *node);

/* Says why ranks start natively on this node; nothing when that is no surprise. */
void odls_mosix_report_native(const struct mosix_node *node);

/* Says once per daemon that mosrun will lose a variable, because there is no mosenv. */
void odls_mosix_report_lost(const char *mosrun, const char *variable);

/* Says that a rank could not be started: stage and errno as in report. */
void odls_mosix_report_start(const orte_odls_spawn_caddy_t *cd, const char *mosrun,
                             const struct child_report *report);

/*
 * Says in one block how a rank starts: with which command line, or natively and why; and which
 * variables were added. argv is NULL for natively, node is NULL when nothing is wrong with it.
 */
void odls_mosix_report_rank(const orte_odls_spawn_caddy_t *cd, char *const *argv,
                            const struct mosix_node *node,
                            const struct mosrun_additions *additions);

#endif
