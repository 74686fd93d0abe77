/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table of descriptors, and closing many of them. Libc only. Only those are touched that
 * /proc/self/fd lists, so never MOSIX's mailboxes: a child that touches its parent's dies of
 * SIGSEGV [real]. No memory is allocated, so children of fork() and vfork() may call it.
 */
#ifndef COOP_DESCRIPTORS_H
#define COOP_DESCRIPTORS_H

#include <stdbool.h>

/*
 * How many descriptors the kernel's table for this process has room for now, open ones and others:
 * what it makes of the first argument of select(). Where /proc does not tell, what a process under
 * mosrun can have [doc4].
 */
int coop_descriptors_room(void);

/* Close the descriptors from FIRST to LAST, or with ON_EXEC mark them to be closed by exec. */
void coop_descriptors_close(unsigned first, unsigned last, bool on_exec);

#endif
