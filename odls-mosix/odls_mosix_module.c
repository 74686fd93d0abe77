/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The launcher's function table. What Open MPI's base does well for every launcher is left to it;
 * here jobs are checked before a rank starts, and signals are passed on.
 */
#include "odls_mosix.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "daemon_links.h"
#include "odls_mosix_binding.h"
#include "odls_mosix_check.h"
#include "odls_mosix_farewell.h"
#include "odls_mosix_fit.h"
#include "odls_mosix_foreign.h"
#include "odls_mosix_guests.h"
#include "odls_mosix_homes.h"
#include "odls_mosix_job.h"
#include "odls_mosix_launch.h"
#include "odls_mosix_node.h"
#include "odls_mosix_parts.h"
#include "odls_mosix_settings.h"
#include "odls_mosix_spawned.h"

/* Follows the end of a spawned job that was refused; see refuse_job(). */
static void close_job(int fd, short args, void *cbdata)
{
    orte_state_caddy_t *caddy = cbdata;

    (void) fd;
    (void) args;
    orte_routing_is_enabled = true;
    caddy->jdata->state = ORTE_JOB_STATE_NOTIFIED;
    OBJ_RELEASE(caddy);
}

/*
 * Ends a job before any daemon was told to start it; the reason has been given. For a job that a
 * running one spawned, Open MPI tells the parent that spawning failed, but goes on as if the first
 * job had failed: it takes the daemons for disconnected and the job for unfinished, so mpirun would
 * never end. Both are corrected in an event of their own, after those of the failure.
 */
static void refuse_job(orte_job_t *job)
{
    ORTE_ACTIVATE_JOB_STATE(job, ORTE_JOB_STATE_CANNOT_LAUNCH);
    if (job->originator.jobid != ORTE_JOBID_INVALID) {
        /* An error means that an earlier call added the state. */
        (void) orte_state.add_job_state(ODLS_MOSIX_JOB_STATE, close_job, ORTE_INFO_PRI);
        ORTE_ACTIVATE_JOB_STATE(job, ODLS_MOSIX_JOB_STATE);
    }
}

/*
 * Where ranks start natively, Open MPI's own way with its connections is not touched. An mpirun on
 * a host without MOSIX has daemons on nodes with MOSIX as well: there, this component is in use
 * only if somebody set a parameter of it. job is one whose ranks start here, or NULL.
 */
static void watch_nodes(orte_job_t *job)
{
    struct mosrun_settings settings;
    struct mosix_node node;

    odls_mosix_settings_read(NULL, &settings);
    odls_mosix_probe(&settings, &node);
    if ((node.state != MOSIX_NODE_READY && !ORTE_PROC_IS_HNP) || odls_mosix_is_never(&settings)) {
        return;
    }
    (void) daemon_links_watch();
    if (ORTE_PROC_IS_HNP) {
        odls_mosix_homes_watch();
    }
    if (job != NULL && node.state == MOSIX_NODE_READY && node.release == MOSIX_RELEASE_4) {
        odls_mosix_guests_watch(job);
    }
}

/*
 * Runs in mpirun only, when a job has been mapped and no daemon was told to start anything: the
 * place to stop a job with wrong settings, or a spawned job without failing its parent.
 */
static int get_add_procs_data(opal_buffer_t *buffer, orte_jobid_t jobid)
{
    orte_job_t *job = orte_get_job_data_object(jobid);
    int rc;

    if (job != NULL) {
        odls_mosix_node_refresh();
        odls_mosix_apply_parts(job);
    }
    if (job != NULL &&
        (odls_mosix_check(job) != ORTE_SUCCESS || odls_mosix_check_spawned(job) != ORTE_SUCCESS)) {
        refuse_job(job);
        /* An error code would make mpirun report an internal error. */
        return ORTE_SUCCESS;
    }
    rc = orte_odls_base_default_get_add_procs_data(buffer, jobid);
    if (job != NULL && rc == ORTE_SUCCESS) {
        watch_nodes(NULL);
        odls_mosix_binding_forget(job);
    }
    return rc;
}

static int check_job_here(orte_job_t *job)
{
    struct odls_mosix_walk walk = {.job = job};
    int rc;

    if (!ORTE_PROC_IS_HNP) {
        /* mpirun has just asked, in get_add_procs_data(). */
        odls_mosix_node_refresh();
    }
    rc = odls_mosix_check(job);

    while (rc == ORTE_SUCCESS && odls_mosix_walk(&walk)) {
        if (ORTE_FLAG_TEST(walk.app, ORTE_APP_FLAG_USED_ON_NODE)) {
            rc = odls_mosix_fit(walk.app);
        }
    }
    return rc;
}

/* What a parent under mosrun was given for itself is not a setting of the ranks it spawns. */
static void strip_inherited(orte_job_t *job)
{
    struct odls_mosix_walk walk = {.job = job};

    while (odls_mosix_walk(&walk)) {
        if (walk.app->env != NULL) {
            mosrun_env_strip(walk.app->env);
        }
    }
}

/* Ends a job on this node before any of its ranks started; the reason has been given. */
static void refuse(orte_jobid_t jobid)
{
    for (int i = 0; i < orte_local_children->size; i++) {
        orte_proc_t *child = (orte_proc_t *) opal_pointer_array_get_item(orte_local_children, i);

        if (child != NULL && child->name.jobid == jobid) {
            child->exit_code = ORTE_ERR_SILENT;
            ORTE_ACTIVATE_PROC_STATE(&child->name, ORTE_PROC_STATE_FAILED_TO_LAUNCH);
        }
    }
}

static int launch_local_procs(opal_buffer_t *data)
{
    orte_jobid_t jobid;
    orte_job_t *job;
    int rc = orte_odls_base_default_construct_child_list(data, &jobid);

    if (rc != ORTE_SUCCESS) {
        return rc;
    }
    job = orte_get_job_data_object(jobid);
    if (job != NULL && job->num_local_procs > 0) {
        if (check_job_here(job) != ORTE_SUCCESS) {
            refuse(jobid);
            return ORTE_SUCCESS;
        }
        watch_nodes(job);
        odls_mosix_farewell_start();
        strip_inherited(job);
        odls_mosix_mark_native(job);
    }
    /* Ranks may be started by other threads; the parameter system must not be asked there. */
    (void) odls_mosix_facts();
    ORTE_ACTIVATE_LOCAL_LAUNCH(jobid, odls_mosix_fork_local);
    return ORTE_SUCCESS;
}

/* A rank leads a process group, so that a signal reaches whatever it started too. */
static int kill_one(pid_t pid, int number)
{
    pid_t group = getpgid(pid);

    if (kill(group > 0 ? -group : pid, number) != 0 && errno != ESRCH) {
        return errno;
    }
    return 0;
}

static int kill_local_procs(opal_pointer_array_t *procs)
{
    return orte_odls_base_default_kill_local_procs(procs, kill_one);
}

static bool is_ours(pid_t pid)
{
    for (int i = 0; i < orte_local_children->size; i++) {
        orte_proc_t *child = (orte_proc_t *) opal_pointer_array_get_item(orte_local_children, i);

        if (child != NULL && child->pid == pid) {
            return odls_mosix_is_ours(child);
        }
    }
    return false;
}

static int signal_one(pid_t pid, int number)
{
    /* SIGSTOP may not be sent to MOSIX processes; SIGTSTP stops them as well [doc]. */
    if (number == SIGSTOP && is_ours(pid)) {
        number = SIGTSTP;
    }
    if (kill(orte_odls_globals.signal_direct_children_only ? pid : -pid, number) == 0) {
        return ORTE_SUCCESS;
    }
    switch (errno) {
    case ESRCH:
        /* It has ended meanwhile. */
        return ORTE_SUCCESS;
    case EINVAL:
        return ORTE_ERR_BAD_PARAM;
    case EPERM:
        return ORTE_ERR_PERM;
    default:
        return ORTE_ERROR;
    }
}

static int signal_local_procs(const orte_process_name_t *proc, int32_t number)
{
    return orte_odls_base_default_signal_local_procs(proc, number, signal_one);
}

static int restart_proc(orte_proc_t *child)
{
    return orte_odls_base_default_restart_proc(child, odls_mosix_fork_local);
}

orte_odls_base_module_t odls_mosix_module = {
    .get_add_procs_data = get_add_procs_data,
    .launch_local_procs = launch_local_procs,
    .kill_local_procs = kill_local_procs,
    .signal_local_procs = signal_local_procs,
    .restart_proc = restart_proc,
};
