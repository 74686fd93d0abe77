/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Asking for children. MOSIX 4.4.3 denies children that ended at once for a moment: wait4() gave
 * ECHILD for up to one in six with Linux 6.12, one in 250 with 5.10, and the child a millisecond
 * later, always [real].
 */
#ifndef COOP_CHILD_H
#define COOP_CHILD_H

#include <sys/resource.h>
#include <sys/types.h>

/* wait4() that asks again for some milliseconds when it hears that there is no such child, because
 * there may be one. What wait4() returns; errno is set. Blocks as wait4() does. */
pid_t coop_child_wait(pid_t pid, int *status, int options, struct rusage *usage);

#endif
