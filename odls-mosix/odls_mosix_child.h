/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Starting the process of one rank: what the framework wants done around it, with its output and
 * its binding, whichever program it is.
 */
#ifndef ODLS_MOSIX_CHILD_H
#define ODLS_MOSIX_CHILD_H

#include "odls_mosix_compat.h"

/*
 * Starts path with those arguments in place of the framework's; mosrun is the program that starts a
 * rank under MOSIX, NULL for natively. Sets the state of the child, and tells the user when it
 * failed. Blocks until the program runs. Any thread. Returns ORTE_SUCCESS or an ORTE code.
 */
int odls_mosix_child_start(orte_odls_spawn_caddy_t *cd, const char *path, char **argv,
                           const char *mosrun);

/* Ends a start that has not got as far as a process. Returns rc. */
int odls_mosix_child_give_up(orte_odls_spawn_caddy_t *cd, int rc);

#endif
