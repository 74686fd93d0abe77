/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The connections between mpirun and its daemons, with Open MPI 5. PRRTE tells its components
 * nothing of a launch, so a thread looks for new connections. Libc only.
 */
#ifndef PRRTE_LINKS_H
#define PRRTE_LINKS_H

/*
 * Starts the thread that lets the kernel close connections whose other end is gone
 * (daemon_links.h), if mosrun is installed on this node. It runs until the process ends. Without
 * it, Open MPI waits as long as ever.
 */
void prrte_links_watch(void);

#endif
