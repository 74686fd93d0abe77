/* SPDX-License-Identifier: BSD-3-Clause */
/* Random bytes without the system call getrandom. Libc only. */
#ifndef COOP_RANDOM_H
#define COOP_RANDOM_H

#include <stddef.h>
#include <sys/types.h>

/* getrandom(), from /dev/urandom, which is open only meanwhile: how many bytes were stored, or
 * -errno. -ENOSYS: there is no /dev/urandom. */
ssize_t coop_random(void *buffer, size_t size, unsigned flags);

/* All SIZE bytes: 0 or -errno. Small requests are served from a stock, because system calls are
 * expensive under MOSIX. A child of fork() does not inherit the stock. */
int coop_random_fill(void *buffer, size_t size);

#endif
