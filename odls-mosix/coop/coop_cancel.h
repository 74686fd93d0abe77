/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Cancellation and cleanup handlers of coroutines. Cancellation is deferred, whatever type was
 * asked for: a coroutine that does not wait cannot be ended from outside.
 */
#ifndef COOP_CANCEL_H
#define COOP_CANCEL_H

#include "coop_sched.h"

/* A cancellation point: does not return if somebody cancelled the caller and it permits that. */
void coop_cancel_test(void);

/* coop_block(), and a cancellation point. */
enum coop_wake coop_cancel_block(const struct coop_wait *wait);

/* The caller ends. Go to its innermost cleanup handler, which comes back by coop_thread_exit();
 * return if there is none (left). The main one's are left to the C library. */
void coop_cancel_unwind(void);

#endif
