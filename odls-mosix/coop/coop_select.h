/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * select() and pselect() in the kernel, without other coroutines, by the system calls that MOSIX
 * 4.4.3 knows for the purpose [real]: select without any set gives EINVAL there, and pselect
 * without a mask EFAULT. The C library calls pselect for both since glibc 2.34. So time alone is
 * waited for by ppoll, and descriptors without a mask by the old system call select.
 */
#ifndef COOP_SELECT_H
#define COOP_SELECT_H

#include <signal.h>
#include <sys/select.h>
#include <time.h>

/* SETS: readable, writable, exceptional; NULL: none. *TIMEOUT becomes what is left of it; NULL: no
 * time limit. MASK: signals that are blocked meanwhile, NULL: those that are blocked now. What
 * select() returns, or -errno. */
int coop_select_alone(int limit, fd_set *const sets[3], struct timespec *timeout,
                      const sigset_t *mask);

#endif
