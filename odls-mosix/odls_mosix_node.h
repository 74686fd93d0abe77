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
 * Looks at this node with those settings, once until the answer is forgotten: the ranks of a job
 * all get the same answer, and MOSIX 4 has to run a program to give it. The daemon's own PATH is
 * searched: where MOSIX is depends on the node, not on the application. Any thread; blocks as
 * mosix_node_probe() does.
 */
void odls_mosix_probe(const struct mosrun_settings *settings, struct mosix_node *node);

/*
 * Forgets answers that are older than a minute, because MOSIX may have come or gone since the last
 * job; a daemon that has just asked, in order to decide whether it launches, need not ask again.
 * Any thread.
 */
void odls_mosix_node_refresh(void);

/* Forgets all answers. Any thread. */
void odls_mosix_node_forget(void);

/*
 * Looks for the library for cooperative threads in the component's own directory. To be called
 * once, when the component is opened.
 */
void odls_mosix_node_find_coop(const char *directory);

/* The directory that the library was looked for in, where our components are as well. */
const char *odls_mosix_directory(void);

/*
 * The path of the library for cooperative threads, which is next to the component; NULL when it
 * is missing. It does not change while the component is open.
 */
const char *odls_mosix_coop(void);

#endif
