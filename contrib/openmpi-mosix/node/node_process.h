/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Processes of the running system. Libc only.
 */
#ifndef NODE_PROCESS_H
#define NODE_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * Finds a process of root's by its name (the kernel's, 15 characters at most) in proc, a directory
 * such as /proc. Returns its ID, or 0 when there is none.
 */
pid_t node_process_find(const char *proc, const char *name);

/* The same for MOSIX's first daemon: mosd, or mosd2, as its second process is called [real]. */
pid_t node_process_find_mosd(const char *proc);

/*
 * Whether the environment that a process was started with has this word among the tunables of
 * glibc. Returns 1 or 0, or -errno: -EACCES when only root may look, -ENOENT when it has ended.
 */
int node_process_has_tunable(const char *proc, pid_t pid, const char *tunable);

#endif
