/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looking after guests; see odls_mosix_guests.h. A look runs programs of MOSIX and may wait for the
 * network, so it has a thread of its own, which touches nothing of Open MPI's. The daemon's loop
 * begins each look, and does what follows from it.
 */
#include "odls_mosix_guests.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "guest_watch.h"
#include "mosix_program.h"
#include "mosix_sign.h"
#include "mosix_thread.h"
#include "mosix_time.h"
#include "program_output.h"

#include "odls_mosix_job.h"
#include "odls_mosix_launch.h"
#include "odls_mosix_report_rank.h"
#include "odls_mosix_values.h"

#define LIMIT_MS 5000
#define PROBE_LIMIT_MS 2000

/*
 * MOSIX is asked for its list for a tenth of the time at most, however slow it is; but on a node
 * with too much to do, where the list takes seconds, not less often than this.
 */
#define SHARE 10
#define LONGEST_PAUSE_MS 10000

static struct {
    unsigned long interval; /* in seconds; 0: there was no reason to look yet */
    opal_event_t *due;
    opal_event_t *done;
    char mosps[PATH_MAX];
    char mosctl[PATH_MAX];

    bool looks; /* the thread below is under way */
    pthread_t thread;
    int64_t took;   /* by the list of MOSIX, in milliseconds */
    int64_t listed; /* when that was */
    struct guest_watch watch;
    struct lost_guests lost;
} guests;

static uint32_t find(const char *place)
{
    return mosix_sign_address(guests.mosctl, place);
}

static bool answers(uint32_t address)
{
    return mosix_sign_of_kernel(address, MOSIX_SIGN_PORT, PROBE_LIMIT_MS);
}

static bool is_known(const char *place)
{
    return mosix_sign_of_mosix(guests.mosctl, place);
}

/* What mosps prints now, for free(), or NULL. */
static char *list_processes(int64_t now)
{
    const char *const argv[] = {guests.mosps, NULL};
    char *output;
    int rc = program_output(argv, LIMIT_MS, &output);

    guests.listed = mosix_time();
    guests.took = guests.listed - now;
    if (rc < 0) {
        free(output);
        return NULL;
    }
    return output;
}

static bool is_list_due(int64_t now)
{
    int64_t pause = SHARE * guests.took;

    return now - guests.listed >= (pause < LONGEST_PAUSE_MS ? pause : LONGEST_PAUSE_MS);
}

/* The thread of one look. Nodes are cheap to ask, so they are asked each time. Before a rank counts
 * as lost, it is looked at where it is. */
static void *look(void *argument)
{
    static const struct guest_probe probe = {find, answers, is_known};
    int64_t now = mosix_time();
    char *listed = is_list_due(now) ? list_processes(now) : NULL;

    (void) argument;
    if (listed != NULL) {
        guest_watch_list(&guests.watch, listed);
    }
    if (guest_watch_look(&guests.watch, now, &probe)) {
        if (listed == NULL) {
            listed = list_processes(mosix_time());
        }
        if (listed != NULL) {
            guest_watch_find_lost(&guests.watch, listed, now, &guests.lost);
        }
    }
    free(listed);
    opal_event_active(guests.done, OPAL_EV_WRITE, 1);
    return NULL;
}

static orte_proc_t *next_rank(int *index)
{
    while (*index < orte_local_children->size) {
        orte_proc_t *child =
            (orte_proc_t *) opal_pointer_array_get_item(orte_local_children, (*index)++);

        if (child != NULL && child->pid > 0 && ORTE_FLAG_TEST(child, ORTE_PROC_FLAG_ALIVE) &&
            odls_mosix_is_ours(child)) {
            return child;
        }
    }
    return NULL;
}

/* A rank leads a process group; what it has forked under MOSIX is a guest by itself. */
static void end_guest(const struct lost_guest *guest)
{
    pid_t group = getpgid(guest->pid);
    orte_proc_t *rank;
    int index = 0;

    while ((rank = next_rank(&index)) != NULL) {
        if (rank->pid == guest->pid || rank->pid == group) {
            odls_mosix_report_guest_lost(&rank->name, guest);
            (void) kill(group > 0 ? -group : guest->pid, SIGKILL);
        }
    }
}

static void wait_for_next(void)
{
    const struct timeval time = {.tv_sec = (time_t) guests.interval};

    (void) opal_event_add(guests.due, &time);
}

static void look_is_over(int fd, short flags, void *argument)
{
    (void) fd;
    (void) flags;
    (void) argument;
    if (!guests.looks) {
        return;
    }
    (void) pthread_join(guests.thread, NULL);
    guests.looks = false;
    for (size_t i = 0; i < guests.lost.count; i++) {
        end_guest(&guests.lost.list[i]);
    }
    guest_watch_release(&guests.lost);
    wait_for_next();
}

static void look_is_due(int fd, short flags, void *argument)
{
    int index = 0;

    (void) fd;
    (void) flags;
    (void) argument;
    if (next_rank(&index) == NULL) {
        wait_for_next();
        return;
    }
    guests.looks = mosix_thread_start(&guests.thread, look, NULL) == 0;
    if (!guests.looks) {
        wait_for_next();
    }
}

/* The shortest interval that one of the job's applications has; 0: none wants a look. */
static unsigned long interval_of(orte_job_t *job)
{
    struct odls_mosix_walk walk = {.job = job};
    unsigned long shortest = 0;

    while (odls_mosix_walk(&walk)) {
        unsigned long own = odls_mosix_btl_number("life_interval", walk.app->env);

        shortest = own > 0 && (shortest == 0 || own < shortest) ? own : shortest;
    }
    return shortest;
}

static bool find_programs(void)
{
    const char *path = getenv("PATH");

    return mosix_program_find("mosps", path, guests.mosps) == 0 &&
           mosix_program_find("mosctl", path, guests.mosctl) == 0;
}

static bool make_events(void)
{
    guests.due = opal_event_alloc();
    guests.done = opal_event_alloc();
    if (guests.due == NULL || guests.done == NULL) {
        free(guests.due);
        free(guests.done);
        return false;
    }
    opal_event_evtimer_set(orte_event_base, guests.due, look_is_due, NULL);
    opal_event_set(orte_event_base, guests.done, -1, OPAL_EV_WRITE, look_is_over, NULL);
    return true;
}

void odls_mosix_guests_watch(orte_job_t *job)
{
    unsigned long interval = interval_of(job);

    if (interval == 0 || (guests.interval > 0 && guests.interval <= interval)) {
        return;
    }
    if (guests.interval == 0 && (!find_programs() || !make_events())) {
        return;
    }
    guests.interval = interval;
    if (!guests.looks) {
        wait_for_next();
    }
}

void odls_mosix_guests_end(void)
{
    if (guests.interval == 0) {
        return;
    }
    if (guests.looks) {
        (void) pthread_join(guests.thread, NULL);
        guests.looks = false;
    }
    opal_event_free(guests.due);
    opal_event_free(guests.done);
    guest_watch_release(&guests.lost);
    guest_watch_end(&guests.watch);
    guests.interval = 0;
}
