/* SPDX-License-Identifier: BSD-3-Clause */
/* Random bytes without the system call getrandom. Libc only. */
#ifndef COOP_RANDOM_H
#define COOP_RANDOM_H

#include <stddef.h>
#include <sys/types.h>

/*
 * getrandom(), from /dev/urandom: how many bytes were stored, or -errno. It is opened for each
 * call. Where that fails, because all descriptors are in use or the process has no /dev any more, a
 * descriptor serves that was opened when the library was loaded, with a high number, for this
 * process only. -ENOSYS: that is gone as well, and there is no /dev/urandom.
 */
ssize_t coop_random(void *buffer, size_t size, unsigned flags);

/* All SIZE bytes: 0 or -errno. Small requests are served from a stock, because system calls are
 * expensive under MOSIX. A child of fork() does not inherit the stock. */
int coop_random_fill(void *buffer, size_t size);

#endif
