/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Lost home nodes; see odls_mosix_homes.h. Open MPI's state machine calls one function when a
 * connection to a daemon ends: ours stands before it, and calls it.
 */
#include "odls_mosix_homes.h"

#include "odls_mosix_report_rank.h"
#include "rank_ranges.h"

/* What was called before; NULL while ours is not there. */
static orte_state_cbfunc_t former;

static orte_state_t *find_state(void)
{
    orte_state_t *state;

    OPAL_LIST_FOREACH(state, &orte_proc_states, orte_state_t)
    {
        if (state->proc_state == ORTE_PROC_STATE_COMM_FAILED) {
            return state;
        }
    }
    return NULL;
}

/* Whether a rank ran when it was last heard of, on the node of that daemon. */
static bool is_lost(const orte_proc_t *rank, const orte_proc_t *daemon)
{
    return rank != NULL && rank->node != NULL && rank->node->daemon == daemon &&
           rank->state > ORTE_PROC_STATE_UNDEF && rank->state < ORTE_PROC_STATE_UNTERMINATED;
}

static void report(const orte_job_t *job, const orte_proc_t *daemon)
{
    struct rank_ranges lost = {.count = 0};

    for (int i = 0; i < job->procs->size; i++) {
        const orte_proc_t *rank = (const orte_proc_t *) opal_pointer_array_get_item(job->procs, i);

        if (is_lost(rank, daemon)) {
            rank_ranges_add(&lost, rank->name.vpid);
        }
    }
    if (lost.count > 0) {
        odls_mosix_report_home_lost(daemon->node->name, job->jobid, rank_ranges_end(&lost));
    }
}

/* mpirun ends daemons, too. */
static bool is_expected(void)
{
    return orte_finalizing || orte_orteds_term_ordered || orte_abnormal_term_ordered;
}

static const orte_proc_t *find_daemon(const orte_process_name_t *name)
{
    const orte_job_t *daemons = orte_get_job_data_object(ORTE_PROC_MY_NAME->jobid);

    if (daemons == NULL || name->jobid != ORTE_PROC_MY_NAME->jobid ||
        name->vpid == ORTE_PROC_MY_NAME->vpid) {
        return NULL;
    }
    return (const orte_proc_t *) opal_pointer_array_get_item(daemons->procs, (int) name->vpid);
}

static void connection_is_lost(int fd, short args, void *cbdata)
{
    const orte_state_caddy_t *caddy = cbdata;
    const orte_proc_t *daemon = is_expected() ? NULL : find_daemon(&caddy->name);
    uint32_t key;
    orte_job_t *job;

    if (daemon != NULL && daemon->node != NULL) {
        OPAL_HASH_TABLE_FOREACH(key, uint32, job, orte_job_data)
        {
            if (job != NULL && job->jobid != ORTE_PROC_MY_NAME->jobid) {
                report(job, daemon);
            }
        }
    }
    former(fd, args, cbdata);
}

void odls_mosix_homes_watch(void)
{
    orte_state_t *state = former == NULL ? find_state() : NULL;

    if (state != NULL && state->cbfunc != NULL) {
        former = state->cbfunc;
        state->cbfunc = connection_is_lost;
    }
}

void odls_mosix_homes_end(void)
{
    orte_state_t *state = former != NULL ? find_state() : NULL;

    if (state != NULL && state->cbfunc == connection_is_lost) {
        state->cbfunc = former;
    }
    former = NULL;
}
