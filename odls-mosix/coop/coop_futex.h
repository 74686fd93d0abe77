/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * futex() between coroutines, for programs that call it by syscall(): the C++ library does, for
 * std::future, std::latch, std::barrier and waiting for atomics. All coroutines share one kernel
 * thread, so the kernel's futex would stop all of them; and MOSIX refuses it [real].
 */
#ifndef COOP_FUTEX_H
#define COOP_FUTEX_H

#include <stdint.h>

/*
 * What the system call with the same arguments returns, or -errno: FUTEX_WAIT, FUTEX_WAKE, their
 * forms with a bit set, FUTEX_REQUEUE and FUTEX_CMP_REQUEUE, private or shared. The others, which
 * belong to the C library's own locks: -ENOSYS. Waking and requeuing may wake more waiters than
 * asked for, with 0, as the kernel may: all users look at the word again.
 */
long coop_futex(const long arguments[6]);

#endif
