/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tells people when a coroutine does not let the others run. Cooperative threads cannot stop a loop
 * that waits for another thread's flag, but such a job must not hang silently.
 *
 * A one-shot timer of CPU time (ITIMER_VIRTUAL, SIGVTALRM) is set at a switch, if none is set: one
 * system call per PATIENCE seconds. When it expires, nobody has come to the scheduler since it was
 * set, and a coroutine is ready, or would be if somebody looked, there is one warning. Coroutines
 * of Open MPI that wait do not count: programs may compute as long as they like. A program that
 * uses SIGVTALRM or that timer itself keeps it, and gets no warnings.
 *
 * The same handler ends the process when its daemon has ended, see coop_daemon.h; where the daemon
 * is known, the timer goes on after a warning, and without warnings, too.
 *
 * The environment variable MOSIX_COOP_PATIENCE is the patience in seconds, 0 ... 86400, default 10;
 * 0 switches the warnings off.
 */
#ifndef COOP_WATCHDOG_H
#define COOP_WATCHDOG_H

#include <stdbool.h>
#include <stdint.h>

#define COOP_PATIENCE_ENV "MOSIX_COOP_PATIENCE"
#define COOP_PATIENCE_DEFAULT 10
#define COOP_PATIENCE_MAX 86400

enum coop_watchdog_state {
    COOP_WATCHDOG_IDLE,
    COOP_WATCHDOG_ARMED,
    COOP_WATCHDOG_OFF,
};

extern volatile enum coop_watchdog_state coop_watchdog_state;

/* Read the environment. Called when the first coroutine is created. */
void coop_watchdog_start(void);

/* Start the timer, which is not running. */
void coop_watchdog_set_timer(void);

static inline void coop_watchdog_arm(void)
{
    if (__builtin_expect(coop_watchdog_state == COOP_WATCHDOG_IDLE, 0)) {
        coop_watchdog_set_timer();
    }
}

/* All LIVE coroutines wait, and none of them for time or descriptors. Returns until when to wait
 * for a signal (see coop_time.h). When nothing has happened since the first call and the patience
 * is over, it warns, once per process. */
int64_t coop_watchdog_stuck(unsigned live);

/* The program takes the timer for itself. */
void coop_watchdog_give_up(void);

/* The process is about to become another program, which must not inherit the timer. */
void coop_watchdog_before_exec(void);

/* It did not become one. errno is kept. */
void coop_watchdog_exec_failed(void);

/* In the child of fork(), which has no timers. */
void coop_watchdog_forked(void);

#endif
