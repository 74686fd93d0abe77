/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Waits with a signal mask of their own: ppoll, pselect, sigsuspend. On MOSIX 4.4.3 that mask stays
 * when a signal handler ended the wait [real], so it has to be changed back. Libc only.
 */
#ifndef COOP_UNMASK_H
#define COOP_UNMASK_H

#include <signal.h>

/* Before a wait with MASK; NULL: with the mask as it is. Keeps the process's own in *OWN. */
void coop_unmask_begin(const sigset_t *mask, sigset_t *own);

/* After it, with the same arguments. Keeps errno. */
void coop_unmask_end(const sigset_t *mask, const sigset_t *own);

#endif
