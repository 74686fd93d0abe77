/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether a rank can start at once, because nothing here has to do with MOSIX. Libc only.
 */
#ifndef AGENT_QUICK_H
#define AGENT_QUICK_H

#include <stdbool.h>

/*
 * Whether this node has no trace of MOSIX, and nobody mentions a parameter of odls mosix: in env,
 * on the command line or in the environment of the process that starts ranks (its PID is daemon),
 * or in the parameter files of the user and in directory. Then the answer of Open MPI's parameter
 * system, which takes a hundred milliseconds to load, is known.
 */
bool agent_quick_is_native(char *const *env, long daemon, const char *directory);

#endif
