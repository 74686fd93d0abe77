/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether this process can have the threads that Open MPI is about to start: of the kernel, or by
 * the library that runs them on one. Libc only.
 */
#ifndef GUARD_LIBRARY_H
#define GUARD_LIBRARY_H

#include <stdbool.h>

#define GUARD_LIBRARY "libmosix-coop.so"

/*
 * Whether this process runs under mosrun, which refuses threads, without GUARD_LIBRARY. Starts no
 * thread. Natively it makes one system call.
 */
bool guard_lacks_library(void);

#endif
