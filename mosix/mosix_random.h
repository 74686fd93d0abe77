/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Random bytes from /dev/urandom. MOSIX 4 does not know the system call getrandom and ends a
 * process that makes it [real]. Libc only.
 */
#ifndef MOSIX_RANDOM_H
#define MOSIX_RANDOM_H

#include <stddef.h>

/* Fills bytes with size random ones. Returns 0 or -errno. */
int mosix_random(void *bytes, size_t size);

#endif
