/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Waits with a signal mask of their own: ppoll, pselect, sigsuspend. On MOSIX 4.4.3 that mask stays
 * when a signal handler ended the wait [real], so it has to be changed back. Libc only.
 */
#ifndef COOP_UNMASK_H
#define COOP_UNMASK_H

#include <signal.h>

struct coop_unmask {
    const sigset_t *mask; /* to wait with; NULL: with the process's own */
    sigset_t own;         /* where there is another to wait with */
    sigset_t quiet;
};

/* Before a wait with MASK, which may be NULL and stays the caller's. */
void coop_unmask_begin(struct coop_unmask *wait, const sigset_t *mask);

/* The same for a wait that a child's end must not disturb: where SIGCHLD does nothing, it is
 * blocked as well, because on MOSIX 4.4.3 even such a signal may end a wait with EINTR [real]. */
void coop_unmask_begin_quiet(struct coop_unmask *wait, const sigset_t *mask);

/* After it. Keeps errno. */
void coop_unmask_end(const struct coop_unmask *wait);

#endif
