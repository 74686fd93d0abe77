/* SPDX-License-Identifier: BSD-3-Clause */
/* Waiting and switching, see coop_runtime.h. */
#include "coop_runtime.h"

#include <errno.h>
#include <stdlib.h>

#include "mosix_ticks.h"

#include "coop_libc.h"
#include "coop_ppoll.h"
#include "coop_signals.h"

/* While nothing happens, at most this many zero-time waits pass between two looks at the helpers.
 */
#define SKIP_MAX 256
/* One to four milliseconds. */
#define LOOK_TICKS 4000000
#define BUSY_INTERVAL (COOP_SECOND / 1000)

/* All waiting descriptors of one look; grows, is never given back. */
static struct pollfd *looked_at;
static size_t looked_at_size;

/* Whether it is time to look at descriptors and deadlines although something else could go on.
 * Every other clock is a system call under MOSIX. After a move, the ticks may be fewer than before.
 */
static bool look_is_due(void)
{
    uint64_t ticks = mosix_ticks();

    if (ticks - coop.last_look < LOOK_TICKS && ++coop.skipped < coop.skip_limit) {
        return false;
    }
    coop.last_look = ticks;
    coop.skipped = 0;
    return true;
}

static void note_activity(size_t woken)
{
    if (woken > 0) {
        coop.skip_limit = 1;
    } else if (coop.skip_limit < SKIP_MAX) {
        coop.skip_limit *= 2;
    }
}

static void wake_posted(void)
{
    if (coop.posted) {
        coop.posted = 0;
        coop_sched_wake_object(&coop.sched, (const void *) &coop.posted, SIZE_MAX);
    }
}

/* How many descriptors there are, all copied to looked_at; -ENOMEM. */
static ssize_t gather(void)
{
    size_t count = coop_sched_descriptor_count(&coop.sched);

    if (count > looked_at_size) {
        struct pollfd *larger = realloc(looked_at, count * sizeof(*larger));

        if (larger == NULL) {
            return -ENOMEM;
        }
        looked_at = larger;
        looked_at_size = count;
    }
    coop_sched_descriptors(&coop.sched, looked_at);
    return (ssize_t) count;
}

/* Those that are idle go on when anything has happened. */
static void wake_idlers(void)
{
    if (coop.idlers > 0) {
        coop_sched_wake_object(&coop.sched, &coop.idlers, SIZE_MAX);
    }
}

/* Their time is over. */
static void expire_idlers(void)
{
    struct coop_task *task;

    while ((task = coop_sched_waiter(&coop.sched, &coop.idlers)) != NULL) {
        coop_sched_wake(&coop.sched, task, COOP_WAKE_TIME);
    }
}

/* How long a wait of coroutines may take, and whether the time is that of idle ones. */
static int64_t limit_wait(int64_t deadline, bool *idle)
{
    int64_t wait = deadline == 0 || deadline == COOP_NEVER ? deadline : deadline - coop_now();

    *idle = coop.idlers > 0 && coop.idle_limit < wait;
    return *idle ? coop.idle_limit : wait;
}

/* The system call, for COUNT descriptors in looked_at. */
static int wait_in_kernel(size_t count, int64_t wait)
{
    struct timespec limit = coop_time_to_timespec(wait);
    sigset_t mask;
    sigset_t own;

    if (wait <= 0) {
        return count == 0 ? 0 : coop_real()->poll(looked_at, (nfds_t) count, 0);
    }
    if (coop.idlers > 0 && coop.masked_waits == 0 && wait != COOP_NEVER) {
        coop_signals_idle_masks(&own, &mask);
        return coop_ppoll_from(looked_at, (nfds_t) count, &limit, &mask, &own);
    }
    return coop_ppoll(looked_at, (nfds_t) count, wait == COOP_NEVER ? NULL : &limit,
                      coop_signals_wait_mask(&mask));
}

/* A handler ran. With threads, it would have been in the main one, whose wait it ends, unless it is
 * that for idle coroutines, of which the program knows nothing. */
static void note_handler(void)
{
    if (coop.woken) {
        coop.woken = 0;
    } else {
        coop_signals_interrupt(coop.principal);
    }
    wake_idlers();
}

/* One system call for all waiting coroutines. DEADLINE 0: do not wait. */
static void look(int64_t deadline)
{
    bool idle;
    int64_t wait = limit_wait(deadline, &idle);
    ssize_t count = gather();
    int rc;

    if (count < 0) {
        /* Out of memory: all look for themselves, with calls that do not wait. */
        rc = 0;
        coop_sched_wake_descriptors(&coop.sched, NULL);
    } else {
        rc = wait_in_kernel((size_t) count, wait);
    }
    if (rc > 0) {
        note_activity(coop_sched_wake_descriptors(&coop.sched, looked_at));
    } else if (rc < 0 && errno == EINTR) {
        note_handler();
    } else {
        note_activity(0);
        if (idle) {
            /* The time of nobody else is over, or the next look will see it. */
            expire_idlers();
            deadline = COOP_NEVER;
        }
    }
    /* Under MOSIX, each look at the clock is an expensive system call. */
    if (deadline != COOP_NEVER && coop_sched_deadline(&coop.sched) != COOP_NEVER) {
        coop_sched_expire(&coop.sched, coop_now());
    }
    wake_posted();
}

/* Nobody can run: wait until somebody can, or something happened. */
static void wait_for_anything(void)
{
    int64_t deadline = coop_sched_deadline(&coop.sched);
    bool hopeless =
        deadline == COOP_NEVER && coop.idlers == 0 && coop_sched_descriptor_count(&coop.sched) == 0;

    if (hopeless) {
        /* Only a signal handler can help now. Others never get here: see coop_watchdog.h. */
        deadline = coop_watchdog_stuck(coop.live);
    }
    look(deadline);
}

/* Of the C++ runtime, in programs that have one. */
void *__cxa_get_globals(void) __attribute__((weak));

/* What the C and C++ runtimes keep for the one that runs. A coroutine may wait in the middle of a
 * catch block. */
static void keep_state(struct coop_thread *thread)
{
    thread->locale = uselocale((locale_t) 0);
    if (__cxa_get_globals != NULL) {
        thread->exceptions = *(struct coop_exceptions *) __cxa_get_globals();
    }
}

static void bring_state(const struct coop_thread *thread)
{
    uselocale(thread->locale);
    if (__cxa_get_globals != NULL) {
        *(struct coop_exceptions *) __cxa_get_globals() = thread->exceptions;
    }
}

static void switch_to(struct coop_thread *next)
{
    struct coop_thread *self = coop.current;

    coop.current = next;
    coop_watchdog_arm();
    keep_state(self);
    coop_tls_switch(&next->tls);
    bring_state(next);
    coop_context_switch(&self->context, &next->context);
    coop_state_reap();
}

/* Run the next one; returns when it is the caller's turn. */
static void run_next(void)
{
    struct coop_task *next;

    coop.passes++;
    wake_posted();
    if (coop.sched.ready.first != NULL && look_is_due()) {
        look(0);
    }
    while ((next = coop_sched_next(&coop.sched)) == NULL) {
        wait_for_anything();
    }
    if (next->wait.object != &coop.idlers) {
        wake_idlers();
    }
    if (coop_thread_of(next) != coop.current) {
        switch_to(coop_thread_of(next));
    }
}

enum coop_wake coop_block(const struct coop_wait *wait)
{
    struct coop_thread *self = coop.current;
    int saved = errno;

    coop_begin();
    coop_sched_wait(&coop.sched, &self->task, wait);
    run_next();
    coop_done();
    errno = saved;
    return self->task.wake;
}

void coop_block_object(const void *object)
{
    coop_block(&(struct coop_wait){.object = object, .deadline = COOP_NEVER});
}

void coop_block_busy(void)
{
    if (coop.sched.ready.first != NULL) {
        coop_yield();
    } else {
        coop_block(&(struct coop_wait){.deadline = coop_now() + BUSY_INTERVAL});
    }
}

void coop_yield(void)
{
    int saved = errno;

    coop_begin();
    coop_sched_ready(&coop.sched, &coop.current->task);
    run_next();
    coop_done();
    errno = saved;
}

void coop_relax(void)
{
    int saved = errno;

    coop.passes++;
    coop_begin();
    wake_posted();
    if (coop.sched.ready.first == NULL && look_is_due()) {
        look(0);
    }
    coop_done();
    if (coop.sched.ready.first != NULL) {
        coop_yield();
    }
    errno = saved;
}

_Noreturn void coop_leave(void)
{
    coop_begin();
    coop.current->task.state = COOP_DONE;
    run_next();
    /* Nobody switches to a task that is in no queue. */
    abort();
}
