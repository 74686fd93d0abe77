/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Cancellation of coroutines. It is deferred, whatever type was
 * asked for: a coroutine that does not wait cannot be ended from outside.
 */
#ifndef COOP_CANCEL_H
#define COOP_CANCEL_H

#include "coop_sched.h"

struct coop_thread;

/* A cancellation point: does not return if somebody cancelled the caller and it permits that. */
void coop_cancel_test(void);

/* coop_block(), and a cancellation point. */
enum coop_wake coop_cancel_block(const struct coop_wait *wait);

/* THREAD was cancelled: it ends at its next cancellation point, or now if it waits in one. Returns,
 * unless THREAD is the caller and does not put it off. */
void coop_cancel_send(struct coop_thread *thread);

#endif
