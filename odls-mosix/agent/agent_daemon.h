/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the process that starts ranks, mpirun or a daemon of its, was told. Libc only.
 */
#ifndef AGENT_DAEMON_H
#define AGENT_DAEMON_H

/*
 * Adds to this process's environment what that process was told about parameters of odls mosix for
 * the application that argv is the command line of: PRRTE gives ranks the parameters of Open MPI's
 * own frameworks only, and the ODLS is none of those of Open MPI 5. From weak to strong:
 *
 *   PMIX_MCA_odls_mosix_...     in this process's environment
 *   PRTE_MCA_odls_mosix_...     in that of mpirun; PRRTE takes it out of that of ranks
 *   OMPI_MCA_odls_mosix_...     in this process's environment
 *   --mca and the like          on the command line of mpirun, unless -x exports the variable
 *
 * A daemon of another node, prted, has all that mpirun was told on its own command line (seen with
 * 5.0.7). A job that was spawned there gets none of it, because the daemon does not tell what came
 * from the environment.
 * Returns the number of parameters on the command line, or -errno where there is nothing to read.
 */
int agent_daemon_parameters(long daemon, char *const *argv);

#endif
