/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The connections of mpirun and its daemons. Those between them: when a node vanishes, nobody
 * closes them, and what was sent is sent again for a quarter of an hour; so long mpirun would wait
 * for a daemon that is lost, and a daemon would keep its ranks when mpirun is. Those of ranks: one
 * that has ended may have left something to read. Libc only.
 */
#ifndef DAEMON_LINKS_H
#define DAEMON_LINKS_H

/* A connection whose other end has not answered for so many milliseconds is closed. */
#define DAEMON_LINKS_PATIENCE 8000

/*
 * Lets the kernel close connections of this process whose other end is gone: those of TCP that are
 * kept alive, which Open MPI does with its own, unless oob_tcp_keepalive_time is 0. Returns how
 * many there are.
 */
int daemon_links_watch(void);

/*
 * How many connections of this process there are whose other end is closed: what came from there
 * may not be read yet.
 */
int daemon_links_ended(void);

#endif
