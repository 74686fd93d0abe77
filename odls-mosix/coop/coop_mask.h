/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Signal masks of coroutines. Libc only. The kernel sees one mask; a signal for the process must
 * get through as soon as one coroutine does not block it, so the kernel's mask is the intersection
 * of all; see coop_signals.c for signals that are meant for one coroutine.
 */
#ifndef COOP_MASK_H
#define COOP_MASK_H

#include <signal.h>

/* What sigprocmask(HOW, SET) makes of *MASK; SET NULL changes nothing. -EINVAL: unknown HOW. */
int coop_mask_change(sigset_t *mask, int how, const sigset_t *set);

/* Take out of *MASK what OTHER does not block. */
void coop_mask_intersect(sigset_t *mask, const sigset_t *other);

/* Add to *MASK what is in both A and B. */
void coop_mask_add_common(sigset_t *mask, const sigset_t *a, const sigset_t *b);

#endif
