/* SPDX-License-Identifier: BSD-3-Clause */
/* The watchdog, see coop_watchdog.h. */
#include "coop_watchdog.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "coop_daemon.h"
#include "coop_handler.h"
#include "coop_kernel.h"
#include "coop_libc.h"
#include "coop_report.h"
#include "coop_state.h"

volatile enum coop_watchdog_state coop_watchdog_state = COOP_WATCHDOG_IDLE;

static long patience = -1; /* seconds; -1: not read yet */
static bool silent;        /* a loop was reported, or must not be */
static volatile unsigned long passes_when_armed;
static int64_t stuck_since = COOP_NEVER; /* COOP_NEVER: not stuck */
static unsigned long stuck_passes;
static bool stuck_reported;

#define REMEDY "If the job does not go on: " COOP_REMEDY

#define NANOSECONDS(seconds) ((int64_t) (seconds) *COOP_SECOND)

static void report(const void *where)
{
    const struct coop_thread *hog = coop.current;
    char place[128] = "";

    /* dladdr() is not meant for handlers; but the code was in one loop for seconds, so it is hardly
     * in the loader. */
    if (where != NULL) {
        coop_report_place(where, place, sizeof(place));
    }
    coop_report("%s%s has computed for %ld s%s%s, and other threads wait for their turn. "
                "All threads of a process under mosrun share one kernel thread, so a loop that "
                "waits for another thread without any call that waits never ends. " REMEDY,
                hog == &coop.main ? "the main program" : "the thread that started in ",
                hog == &coop.main ? "" : hog->function, patience, where == NULL ? "" : ", now in ",
                place);
}

static bool timer_runs(void)
{
    struct itimerval timer;

    return getitimer(ITIMER_VIRTUAL, &timer) == 0 && timerisset(&timer.it_value);
}

static bool is_ready(const struct pollfd *wanted)
{
    struct pollfd descriptor = {.fd = wanted->fd, .events = wanted->events};
    const struct timespec now = {0};

    return COOP_KERNEL(SYS_ppoll, (long) &descriptor, 1, (long) &now, 0, 0) > 0;
}

/* Whether what the task waits for has come, but nobody has looked. */
static bool is_due(const struct coop_task *task, int64_t now)
{
    for (size_t i = 0; i < task->wait.descriptor_count; i++) {
        if (is_ready(&task->wait.descriptors[i])) {
            return true;
        }
    }
    return task->wait.deadline <= now;
}

/* How many of the program's own coroutines wait, and whether one of them is due. Open MPI's may
 * wait as long as the program likes to compute. */
static unsigned count_waiting(bool *due)
{
    int64_t now = coop_now();
    unsigned count = 0;

    *due = false;
    for (struct coop_task *task = coop.sched.waiting.first; task != NULL; task = task->next) {
        if (!coop_thread_of(task)->service) {
            count++;
            *due = *due || is_due(task, now);
        }
    }
    return count;
}

/* The timer has expired. */
static void look_at_passes(const void *where)
{
    bool matters = coop.current != coop.principal || coop.sched.ready.first != NULL;
    bool due = false;
    /* In the midst of the scheduler the queues cannot be read. */
    bool waited_for = coop.busy || count_waiting(&due) > 0;

    coop_watchdog_state = COOP_WATCHDOG_IDLE;
    if (!silent && (matters || due) && coop.passes == passes_when_armed) {
        silent = true;
        report(where);
    }
    if (silent && !coop_daemon_is_known()) {
        coop_watchdog_state = COOP_WATCHDOG_OFF;
    } else if ((matters || waited_for || coop_daemon_is_known()) && coop.live > 1) {
        coop_watchdog_set_timer();
    }
}

/* Of the timer, or because the parent has ended. */
static void handle(int number, const siginfo_t *info, const void *where)
{
    bool expired = coop_watchdog_state == COOP_WATCHDOG_ARMED && !timer_runs();

    (void) number;
    (void) info;
    if (expired ? coop_daemon_is_lost() : coop_daemon_is_dying()) {
        /* Nobody is there to read a message. */
        _exit(EXIT_FAILURE);
    }
    if (expired) {
        look_at_passes(where);
    }
}

/* Make SIGVTALRM ours, unless the program has it. */
static bool take_signal(void)
{
    struct sigaction old;
    struct itimerval timer;

    if (sigaction(SIGVTALRM, NULL, &old) < 0 || getitimer(ITIMER_VIRTUAL, &timer) < 0) {
        return false;
    }
    if (coop_handler_is_set(SIGVTALRM, handle) == 0 &&
        (old.sa_handler != SIG_DFL || timerisset(&timer.it_value))) {
        return false;
    }
    /* Again, because the program may have taken the alternate stack away. */
    return coop_handler_set(SIGVTALRM, handle, NULL) == 0;
}

static void watch_daemon(void)
{
    if (coop_daemon_is_known() && take_signal()) {
        coop_daemon_watch(SIGVTALRM);
    }
}

void coop_watchdog_start(void)
{
    const char *text = getenv(COOP_PATIENCE_ENV);
    char *end;

    if (patience >= 0) {
        return;
    }
    patience = COOP_PATIENCE_DEFAULT;
    if (text != NULL) {
        errno = 0;
        patience = strtol(text, &end, 10);
        if (errno != 0 || end == text || *end != '\0' || patience < 0 ||
            patience > COOP_PATIENCE_MAX) {
            coop_report(
                "%s is \"%.40s\", but must be a number of seconds from 0 to %d. %d is used.",
                COOP_PATIENCE_ENV, text, COOP_PATIENCE_MAX, COOP_PATIENCE_DEFAULT);
            patience = COOP_PATIENCE_DEFAULT;
        }
    }
    coop_daemon_start();
    silent = patience == 0;
    if (silent && !coop_daemon_is_known()) {
        coop_watchdog_state = COOP_WATCHDOG_OFF;
    }
    watch_daemon();
}

void coop_watchdog_set_timer(void)
{
    struct itimerval timer = {
        .it_value = {.tv_sec = patience > 0 ? patience : COOP_PATIENCE_DEFAULT}};
    int saved = errno;

    if (!take_signal() || coop_real()->setitimer(ITIMER_VIRTUAL, &timer, NULL) < 0) {
        coop_watchdog_state = COOP_WATCHDOG_OFF;
    } else {
        passes_when_armed = coop.passes;
        coop_watchdog_state = COOP_WATCHDOG_ARMED;
    }
    errno = saved;
}

int64_t coop_watchdog_stuck(unsigned live)
{
    int64_t now = coop_now();

    coop_watchdog_start();
    if (patience == 0 || stuck_reported) {
        return COOP_NEVER;
    }
    if (stuck_since == COOP_NEVER || stuck_passes != coop.passes) {
        stuck_since = now;
        stuck_passes = coop.passes;
    }
    if (now - stuck_since < NANOSECONDS(patience)) {
        return stuck_since + NANOSECONDS(patience);
    }
    stuck_reported = true;
    coop_report("for %ld s all %u threads of this process have waited for each other, and none of "
                "them for time or for a descriptor. Only a signal can end this. " REMEDY,
                patience, live);
    return COOP_NEVER;
}

static void stop_timer(void)
{
    struct itimerval none = {0};

    if (coop_watchdog_state == COOP_WATCHDOG_ARMED) {
        coop_watchdog_state = COOP_WATCHDOG_IDLE;
        coop_real()->setitimer(ITIMER_VIRTUAL, &none, NULL);
    }
}

void coop_watchdog_give_up(void)
{
    stop_timer();
    coop_watchdog_state = COOP_WATCHDOG_OFF;
}

void coop_watchdog_before_exec(void)
{
    int saved = errno;

    stop_timer();
    coop_daemon_watch(0);
    errno = saved;
}

void coop_watchdog_exec_failed(void)
{
    int saved = errno;

    if (patience >= 0) {
        watch_daemon();
    }
    errno = saved;
}

void coop_watchdog_forked(void)
{
    if (coop_watchdog_state == COOP_WATCHDOG_ARMED) {
        coop_watchdog_state = COOP_WATCHDOG_IDLE;
    }
}
