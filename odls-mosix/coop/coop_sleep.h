/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sleeping in the kernel, for the whole process. The C library sleeps by clock_nanosleep, which
 * MOSIX 4.4.3 refuses at once, so that loops that sleep spin; ppoll works there [real]. So does
 * nanosleep; but a traced process that is interrupted in it, if only by a signal that it ignores,
 * goes on by restart_syscall, which MOSIX refuses [real]. MOSIX's ppoll does not tell what was left
 * of the time, and returned after 87 of 100 ms when a blocked signal came [real].
 */
#ifndef COOP_SLEEP_H
#define COOP_SLEEP_H

#include <signal.h>
#include <time.h>

/*
 * Sleep for *DURATION, with MASK as the signal mask (NULL: as it is). 0, -EINTR when a signal
 * handler ran, or -EINVAL for a duration that is none. *REST becomes what is left; it may be NULL,
 * or the same as DURATION.
 */
int coop_sleep(const struct timespec *duration, const sigset_t *mask, struct timespec *rest);

#endif
