/* SPDX-License-Identifier: BSD-3-Clause */
/* Which signals the one kernel thread blocks on behalf of all coroutines (the arithmetic is in
 * coop_mask.h), and whose waits a signal ends. */
#ifndef COOP_SIGNALS_H
#define COOP_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

struct coop_thread;

/* CHILD starts with the mask of the caller. */
void coop_signals_inherit(struct coop_thread *child);

/* Give the kernel the mask that follows from all coroutines. Call it after one ended, or changed
 * its mask. */
void coop_signals_update(void);

/* The caller is about to send signal NUMBER to TARGET alone. If TARGET blocks it, the kernel blocks
 * it until TARGET takes it or lets it through: whether that is so. */
bool coop_signals_hold(struct coop_thread *target, int number);

/* THREAD ends: what was sent to it alone and never taken ends with it. Before it is COOP_DONE. */
void coop_signals_end(struct coop_thread *thread);

/* A handler ran on behalf of THREAD: end its wait, if a handler may do that. Between coop_begin()
 * and coop_done(). */
void coop_signals_interrupt(struct coop_thread *thread);

/* The caller has sent signal NUMBER to TARGET, and its handler may have run already, in the caller:
 * the wait of TARGET, or what it would have interrupted, is over. */
void coop_signals_sent(struct coop_thread *target, int number);

/* The next program starts with the mask of the caller; or exec failed, and all goes on. errno is
 * kept. */
void coop_signals_before_exec(void);
void coop_signals_exec_failed(void);

/* Whether all coroutines together block NUMBER. */
bool coop_signals_is_blocked(int number);

/* The masks before and during a system call in which coroutines are idle and nobody else waits with
 * a mask of his own. */
void coop_signals_idle_masks(sigset_t *own, sigset_t *mask);

/* The mask for the system call in which all wait; NULL: the kernel's mask stays. */
const sigset_t *coop_signals_wait_mask(sigset_t *mask);

#endif
