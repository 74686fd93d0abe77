/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the process that starts ranks, mpirun or a daemon of its, was told. Libc only.
 */
#ifndef AGENT_DAEMON_H
#define AGENT_DAEMON_H

/*
 * Adds to this process's environment what that process's command line says about parameters of odls
 * mosix for the application that argv is the command line of: PRRTE gives ranks the parameters of
 * Open MPI's own frameworks only, and the ODLS is none of those of Open MPI 5 (seen with 5.0.7). -x
 * on the command line counts more.
 * Returns the number of parameters, or -errno where there is nothing to read.
 */
int agent_daemon_parameters(long daemon, char *const *argv);

#endif
