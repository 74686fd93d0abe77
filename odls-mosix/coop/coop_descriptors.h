/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table of descriptors, and closing many of them. Libc only. /proc tells little about it: what
 * MOSIX 4.4.3 lists in /proc/self/fd are mosrun's own numbers, 9 for the program's 40, and FDSize
 * is that of mosrun's table [real]. Only numbers below the table's size are touched, so never
 * MOSIX's mailboxes: a child that touches its parent's dies of SIGSEGV [real]. No memory is
 * allocated, so children of fork() and vfork() may call it.
 */
#ifndef COOP_DESCRIPTORS_H
#define COOP_DESCRIPTORS_H

#include <stdbool.h>

/*
 * How many descriptors the table of this process has room for now, open ones and others: what is
 * made of the first argument of select(). At least the 1024 that MOSIX has; more where the kernel's
 * table is larger.
 */
int coop_descriptors_room(void);

/* Close the descriptors from FIRST to LAST, or with ON_EXEC mark them to be closed by exec. */
void coop_descriptors_close(unsigned first, unsigned last, bool on_exec);

#endif
