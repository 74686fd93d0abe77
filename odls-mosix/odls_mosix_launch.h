/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Starting one rank, under mosrun or natively.
 */
#ifndef ODLS_MOSIX_LAUNCH_H
#define ODLS_MOSIX_LAUNCH_H

#include "odls_mosix_compat.h"

/*
 * Starts the rank that a spawn caddy describes, under mosrun or natively. Called by the framework,
 * from a thread of its own when a node gets many ranks.
 */
int odls_mosix_fork_local(void *caddy);

/* Whether that child was started by mosrun. */
bool odls_mosix_is_ours(orte_proc_t *child);

#endif
