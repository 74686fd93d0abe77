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

/* The mask for a wait with MASK that a child's end must not disturb: where SIGCHLD does nothing, it
 * is added, because on MOSIX 4.4.3 even such a signal may end a wait with EINTR [real]. Returns
 * QUIET. */
const sigset_t *coop_unmask_quiet(const sigset_t *mask, sigset_t *quiet);

/* After it, with the same arguments. Keeps errno. */
void coop_unmask_end(const sigset_t *mask, const sigset_t *own);

#endif
