/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Waiting for the farewell of a rank; see odls_mosix_farewell.h. It stands in the connection from
 * the rank, before the end of that. PMIx reads it in a thread of its own, and closes the connection
 * at its end. So while there is a connection that has ended, a farewell may be in it.
 */
#include "odls_mosix_farewell.h"

#include <stdbool.h>
#include <stdlib.h>

#include "daemon_links.h"
#include "odls_mosix_launch.h"

/* Microseconds between two looks. */
#define PAUSE 20000

/* Looks in a row at which no connection has ended, because the network and the main thread may be
 * slower than the end of the rank; and looks altogether, ten seconds, because the connection of
 * something else may have ended. */
#define QUIET_LOOKS 3
#define LOOKS_MAX 500

struct farewell {
    orte_state_caddy_t *caddy;
    opal_event_t *timer;
    int looks;
    int quiet;
};

static orte_proc_t *find_child(const orte_process_name_t *name)
{
    for (int i = 0; i < orte_local_children->size; i++) {
        orte_proc_t *child = (orte_proc_t *) opal_pointer_array_get_item(orte_local_children, i);

        if (child != NULL && child->name.jobid == name->jobid && child->name.vpid == name->vpid) {
            return child;
        }
    }
    return NULL;
}

/* What Open MPI does with every error of a process. */
static void fail(orte_state_caddy_t *caddy)
{
    opal_list_item_t *item = opal_list_get_first(&orte_proc_states);

    while (item != opal_list_get_end(&orte_proc_states)) {
        orte_state_t *state = (orte_state_t *) item;

        if (state->proc_state == ORTE_PROC_STATE_ERROR && state->cbfunc != NULL) {
            state->cbfunc(-1, 0, caddy);
            return;
        }
        item = opal_list_get_next(item);
    }
    OBJ_RELEASE(caddy);
}

static bool has_said_it(const orte_proc_t *child)
{
    return ORTE_FLAG_TEST(child, ORTE_PROC_FLAG_HAS_DEREG);
}

/* Takes its time back to the end of the rank, as if the farewell had come before that. */
static void succeed(orte_state_caddy_t *caddy)
{
    ORTE_ACTIVATE_PROC_STATE(&caddy->name, ORTE_PROC_STATE_WAITPID_FIRED);
    OBJ_RELEASE(caddy);
}

/* Whether nothing can come any more. */
static bool is_over(struct farewell *farewell)
{
    farewell->quiet = daemon_links_ended() == 0 ? farewell->quiet + 1 : 0;
    return farewell->quiet >= QUIET_LOOKS || farewell->looks >= LOOKS_MAX;
}

static void wait_more(struct farewell *farewell)
{
    const struct timeval pause = {.tv_usec = PAUSE};

    farewell->looks++;
    opal_event_evtimer_add(farewell->timer, &pause);
}

static void look(int fd, short flags, void *argument)
{
    struct farewell *farewell = argument;
    orte_state_caddy_t *caddy = farewell->caddy;
    /* With its job it may have gone meanwhile. */
    const orte_proc_t *child = find_child(&caddy->name);

    (void) fd;
    (void) flags;
    if (child != NULL && !has_said_it(child) && !is_over(farewell)) {
        wait_more(farewell);
        return;
    }
    opal_event_free(farewell->timer);
    free(farewell);
    if (child != NULL && has_said_it(child)) {
        succeed(caddy);
    } else {
        fail(caddy);
    }
}

/* Open MPI takes a rank for one that ended without MPI_Finalize. In mpirun it may be one of another
 * daemon, which has waited already. */
static void ended_without(int fd, short flags, void *argument)
{
    orte_state_caddy_t *caddy = argument;
    orte_proc_t *child = find_child(&caddy->name);
    struct farewell *farewell = NULL;

    (void) fd;
    (void) flags;
    if (child != NULL && odls_mosix_is_ours(child) && ORTE_FLAG_TEST(child, ORTE_PROC_FLAG_REG)) {
        farewell = calloc(1, sizeof(*farewell));
    }
    if (farewell == NULL || (farewell->timer = opal_event_alloc()) == NULL) {
        free(farewell);
        fail(caddy);
        return;
    }
    farewell->caddy = caddy;
    opal_event_evtimer_set(orte_event_base, farewell->timer, look, farewell);
    opal_event_set_priority(farewell->timer, ORTE_ERROR_PRI);
    wait_more(farewell);
}

void odls_mosix_farewell_start(void)
{
    /* An error means that an earlier call added the state. */
    (void) orte_state.add_proc_state(ORTE_PROC_STATE_TERM_WO_SYNC, ended_without, ORTE_ERROR_PRI);
}
