/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sleeping until anything happens, for btl mosix; ../../mosix/mosix_idle.h tells what it may
 * expect. A coroutine that is idle sleeps in the one system call in which all wait, and goes on as
 * soon as any other one has run.
 */
#ifndef COOP_IDLE_H
#define COOP_IDLE_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The caller has looked at these descriptors without waiting, and there was nothing. */
void coop_idle_looked(const void *key, const struct pollfd *descriptors, size_t count);

/* A call of MPI that does not wait begins (1) or ends (-1). */
void coop_idle_testing(int change);

/* CALLER, an address in Open MPI, waits in naps of so many nanoseconds for what a helper does:
 * sleep until anything happens, or until that is noticed at most a quarter later than by such naps.
 */
void coop_idle_nap(int64_t nanoseconds, const void *caller);

/* Whether there is nothing to give way to: the last sleep ended because its time was over, nobody
 * can go on, and this was not asked since. */
bool coop_idle_has_rested(void);

/* The caller has slept in another way, or given way. */
void coop_idle_napped(void);

#endif
