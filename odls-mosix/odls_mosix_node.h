/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What this node offers to ranks: MOSIX, and the library for cooperative threads.
 */
#ifndef ODLS_MOSIX_NODE_H
#define ODLS_MOSIX_NODE_H

#include "odls_mosix_compat.h"

#include "mosix_node.h"
#include "mosrun_settings.h"

/*
 * Looks at this node with those settings. search_path is the daemon's own PATH: the program that
 * starts ranks is this node's affair, not the application's.
 */
void odls_mosix_probe(const struct mosrun_settings *settings, struct mosix_node *node);

/*
 * Looks for the library for cooperative threads in the component's own directory. To be called
 * once, when the component is opened.
 */
void odls_mosix_node_find_coop(const char *directory);

/*
 * The path of the library for cooperative threads, which is next to the component; NULL when it
 * is missing. It does not change while the component is open.
 */
const char *odls_mosix_coop(void);

/*
 * Whether this node can do what an application with environment env asks for; tells the user once
 * per node what is odd. Main thread only. Returns ORTE_SUCCESS, also where ranks will start
 * natively, or ORTE_ERR_SILENT because the job is to be refused and all has been said.
 */
int odls_mosix_node_check(char *const *env);

#endif
