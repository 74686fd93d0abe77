/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ranks that can only be loaded on their home node (mosix_needs_home_loading()). They start at home
 * and locked, whatever the settings say; the library of cooperative threads, which is in them,
 * carries out the settings once the rank is loaded. Libc only.
 */
#ifndef MOSRUN_HOME_H
#define MOSRUN_HOME_H

#include "mosrun_expand.h"

/*
 * What that library is told by variables of the environment, see coop_home.h.
 * lock  value of COOP_HOME_ENV, constant
 * node  value of COOP_NODE_ENV; empty for none
 */
struct mosrun_home {
    const char *lock;
    char node[32];
};

/*
 * Changes settings of one rank, which have passed mosrun_check(), so that it starts at home, and
 * says in home what is to be done after that. "best" becomes nothing: MOSIX moves the rank when it
 * knows a better node. What extra_args say stays as it is. May ask the resolver.
 * Returns 0, or -ENOENT when the name of the rank's host is not known, or -ENOMEM.
 */
int mosrun_home_adapt(struct mosrun_settings *settings, const struct mosrun_identity *identity,
                      struct mosrun_home *home);

#endif
