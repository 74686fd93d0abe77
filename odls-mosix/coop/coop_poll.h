/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Waiting for descriptors: what the wrappers of poll(), select(), epoll_wait() and of calls that
 * transfer data share.
 */
#ifndef COOP_POLL_H
#define COOP_POLL_H

#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>

/*
 * Let others run until one of COUNT descriptors may be ready, DEADLINE has come or a signal handler
 * ran. Then the caller must look for itself, by a call that does not wait: only the kernel stores
 * anything for the user. During the wait MASK (NULL: none) replaces the caller's signal mask.
 *
 * 0: look now · -ETIMEDOUT: the deadline has come, look a last time · -EINTR.
 */
int coop_poll_wait(struct pollfd *descriptors, size_t count, int64_t deadline,
                   const sigset_t *mask);

#endif
