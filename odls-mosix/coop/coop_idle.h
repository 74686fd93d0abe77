/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sleeping until anything happens, for btl mosix; ../../mosix/mosix_idle.h tells what it may
 * expect. A coroutine that is idle sleeps in the one system call in which all wait, and goes on as
 * soon as any other one has run.
 */
#ifndef COOP_IDLE_H
#define COOP_IDLE_H

#include <poll.h>
#include <stddef.h>

/* The caller has looked at these descriptors without waiting, and there was nothing. */
void coop_idle_looked(const void *key, const struct pollfd *descriptors, size_t count);

/* A call of MPI that does not wait begins (1) or ends (-1). */
void coop_idle_testing(int change);

/* The caller has slept in another way, or given way. */
void coop_idle_napped(void);

#endif
