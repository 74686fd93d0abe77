/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The one place where coroutines wait, and from which the next one runs. Nothing may be called from
 * a signal handler unless it says so.
 */
#ifndef COOP_RUNTIME_H
#define COOP_RUNTIME_H

#include <stddef.h>

#include "coop_sched.h"
#include "coop_state.h"
#include "coop_watchdog.h"

/* Wait as WAIT says while others run; why it ended. errno is kept. */
enum coop_wake coop_block(const struct coop_wait *wait);

/* Wait for OBJECT alone. */
void coop_block_object(const void *object);

/* Let others run, or sleep for a millisecond if none is ready. For states whose change nobody
 * announces (shared between processes, spin locks). */
void coop_block_busy(void);

/* The caller waits with a time limit of zero, or fails to get something: let others run if any is
 * ready or if it is time to look whether any became ready. Cheap enough to be called in a loop. */
void coop_relax(void);

/* Let all that are ready run once. */
void coop_yield(void);

/* The current coroutine is done: nobody returns to its stack. */
_Noreturn void coop_leave(void);

/* Wake at most LIMIT of those that wait for OBJECT; how many. */
static inline size_t coop_wake(const void *object, size_t limit)
{
    size_t count;

    coop_begin();
    count = coop_sched_wake_object(&coop.sched, object, limit);
    if (count > 0) {
        coop_watchdog_arm();
    }
    coop_done();
    return count;
}

#endif
