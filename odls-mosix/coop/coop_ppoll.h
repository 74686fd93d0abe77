/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * ppoll() without a time limit, which MOSIX 4.4.3 refuses: whatever the descriptors and the mask,
 * it answers a NULL timeout with EINVAL [real]. Libc only.
 */
#ifndef COOP_PPOLL_H
#define COOP_PPOLL_H

#include <poll.h>
#include <signal.h>
#include <time.h>

/* As ppoll(2): TIMEOUT may be NULL. Returns what it returns, and sets errno. */
int coop_ppoll(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout,
               const sigset_t *mask);

#endif
