/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Says which ranks are lost when mpirun loses the daemon of a node, which is their home. Open MPI
 * itself names the node only, and ends the job; if it does so before ranks have found out, nobody
 * else names them.
 */
#ifndef ODLS_MOSIX_HOMES_H
#define ODLS_MOSIX_HOMES_H

#include "odls_mosix_compat.h"

/* From now on. In mpirun, on the main thread; a second call does nothing. */
void odls_mosix_homes_watch(void);

/* Gives back what odls_mosix_homes_watch() took. */
void odls_mosix_homes_end(void);

#endif
