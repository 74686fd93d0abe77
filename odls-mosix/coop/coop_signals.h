/* SPDX-License-Identifier: BSD-3-Clause */
/* Which signals the one kernel thread blocks on behalf of all coroutines (the arithmetic is in
 * coop_mask.h), and whose waits a signal ends. */
#ifndef COOP_SIGNALS_H
#define COOP_SIGNALS_H

#include <signal.h>

struct coop_thread;

/* CHILD starts with the mask of the caller. */
void coop_signals_inherit(struct coop_thread *child);

/* Give the kernel the mask that follows from all coroutines. Call it after one ended, or changed
 * its mask. */
void coop_signals_update(void);

/* A handler ran on behalf of THREAD: end its wait, if a handler may do that. Between coop_begin()
 * and coop_done(). */
void coop_signals_interrupt(struct coop_thread *thread);

/* The caller has sent signal NUMBER to TARGET, and its handler may have run already, in the caller:
 * the wait of TARGET, or what it would have interrupted, is over. */
void coop_signals_sent(struct coop_thread *target, int number);

/* The mask for the system call in which all wait; NULL: the kernel's mask stays. */
const sigset_t *coop_signals_wait_mask(sigset_t *mask);

#endif
