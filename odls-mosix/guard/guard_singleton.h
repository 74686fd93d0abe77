/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MPI programs that nobody launched ("singletons"), on a node with MOSIX. The ranks that they spawn
 * run under mosrun, and a process can only talk with those if it keeps PMIx's data as they do.
 * Libc only.
 */
#ifndef GUARD_SINGLETON_H
#define GUARD_SINGLETON_H

#include <stdbool.h>

/*
 * Adds to this process's environment what a rank gets that starts natively beside ranks under
 * mosrun, if this process is a singleton, and MOSIX is installed; search_path is where its programs
 * may be besides its own directories, or NULL. What the user set stays. Main thread only, before
 * PMIx is initialised. Returns whether anything was added.
 */
bool guard_singleton_adapt(const char *search_path);

#endif
