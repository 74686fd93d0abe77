/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * ppoll() as MOSIX 4.4.3 has it [real]: it answers a NULL timeout with EINVAL, whatever the
 * descriptors and the mask; and when a signal comes that is blocked or does nothing, it may return
 * 0 some milliseconds too early, or EINVAL when the time is over. Libc only.
 */
#ifndef COOP_PPOLL_H
#define COOP_PPOLL_H

#include <poll.h>
#include <signal.h>
#include <time.h>

/* As ppoll(2): TIMEOUT may be NULL. Returns what it returns, and sets errno. It may return 0 too
 * early: for callers that look at the clock themselves. */
int coop_ppoll(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout,
               const sigset_t *mask);

/* The same where the caller knows the process's OWN mask: one system call, or two when a signal
 * handler has run. TIMEOUT and MASK are not NULL. */
int coop_ppoll_from(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout,
                    const sigset_t *mask, const sigset_t *own);

/* As coop_ppoll(), but 0 only when the time is over; and the end of a child is no EINTR where
 * SIGCHLD does nothing. */
int coop_ppoll_exactly(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout,
                       const sigset_t *mask);

#endif
