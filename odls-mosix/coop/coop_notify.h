/* SPDX-License-Identifier: BSD-3-Clause */
/* Telling the program that something it asked for is done, as its struct sigevent says. */
#ifndef COOP_NOTIFY_H
#define COOP_NOTIFY_H

#include <signal.h>

/*
 * Sends the signal, with CODE (SI_ASYNCIO ...) and the event's value, or runs the function in a
 * coroutine of its own. NULL and SIGEV_NONE: nothing. MOSIX refuses signals with a value; there the
 * program gets the signal without it. Returns 0 or -errno.
 */
int coop_notify(const struct sigevent *event, int code);

/* Run FUNCTION in a detached coroutine: 0 or -errno. It runs first, until it waits. */
int coop_notify_detached(void *(*function)(void *), void *argument);

#endif
