/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The connections of mpirun and its daemons. Those between them: when a node vanishes, nobody
 * closes them, and what was sent is sent again for a quarter of an hour; so long mpirun would wait
 * for a daemon that is lost, and a daemon would keep its ranks when mpirun is. Those of ranks: one
 * that has ended may have left something to read. Libc only.
 */
#ifndef DAEMON_LINKS_H
#define DAEMON_LINKS_H

/*
 * A connection whose other end has not answered for so many milliseconds is closed. What was sent
 * is sent again after 0.2, 0.6, 1.4, 3.0 and 6.2 seconds, so a network that is away for 6 seconds
 * does no harm; and the job of a node that is gone has ended within 15, although the time begins
 * again when mpirun tells its daemons of that.
 */
#define DAEMON_LINKS_PATIENCE 6500

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
