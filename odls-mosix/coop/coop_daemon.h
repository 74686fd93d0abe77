/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The daemon that started this rank: mpirun or orted. When it is killed, PMIx's helper thread sees
 * the end of its connection, and ends the rank. As a coroutine it cannot, while the main program
 * computes or waits in the kernel; so a rank looks itself, in a signal handler: when the kernel
 * tells that the parent has ended (prctl(PR_SET_PDEATHSIG), which MOSIX 4 permits [doc4]), and
 * whenever the watchdog's timer expires, because the parent need not be the daemon.
 *
 * MOSIX_COOP_DAEMON   the daemon's PID on the home node. Not set: nothing of this is done.
 */
#ifndef COOP_DAEMON_H
#define COOP_DAEMON_H

#include <stdbool.h>

#define COOP_DAEMON_ENV "MOSIX_COOP_DAEMON"

/* Read the environment. */
void coop_daemon_start(void);

/* Let the kernel send SIGNAL when the daemon ends, if that is the parent; 0: no longer. The child
 * of vfork() may call it. errno is kept. */
void coop_daemon_watch(int signal);

/* There is a daemon to look after. */
bool coop_daemon_is_known(void);

/* The daemon has ended, and a helper has a connection that its peer has closed. For signal
 * handlers; false if one interrupted the scheduler, where helpers soon look themselves. */
bool coop_daemon_is_lost(void);

/* The same, for the handler of the signal that coop_daemon_watch() asked for: when that comes, the
 * threads of a killed daemon may not all have ended, and the last one closes the connections.
 * Blocks until they are closed, for seconds at most, and hardly if the daemon lives. */
bool coop_daemon_is_dying(void);

#endif
