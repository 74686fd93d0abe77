/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Time and pauses under mosrun. Libc only.
 */
#ifndef MOSIX_TIME_H
#define MOSIX_TIME_H

#include <stdint.h>

/*
 * Milliseconds since some moment in the past. Under MOSIX 4 that is a system call and costs as much
 * as a read of the mailbox [real], so do not ask for every message.
 */
int64_t mosix_time(void);

/*
 * Waits for this many milliseconds, or until a signal comes. poll() waits under MOSIX 4; the C
 * library's functions that sleep fail there at once [real].
 */
void mosix_pause(int milliseconds);

#endif
