/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Waiting for what the scheduler cannot be told of without a signal handler: children and signals.
 * Such a wait is a loop of looks and pauses, which grow from 0.1 to 10 ms.
 */
#ifndef COOP_PAUSE_H
#define COOP_PAUSE_H

#include <stdbool.h>
#include <stdint.h>

/* The length of the first pause. */
#define COOP_PAUSE_FIRST 100000

/* Let others run for *PAUSE nanoseconds, at most until DEADLINE; the next pause is longer. A
 * cancellation point. Whether a signal handler ended the pause. */
bool coop_pause(int64_t *pause, int64_t deadline);

#endif
