/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The farewell of a rank. In MPI_Finalize it tells its daemon that it ends, and waits for an
 * answer, but for two seconds only (PMIx). After that it ends without one. If the daemon had no
 * time for so long, it hears of the end before it has read the farewell, and Open MPI ends the
 * whole job: that rank had not called MPI_Finalize. So it was with many ranks for each processor.
 * This lets the daemon read first.
 */
#ifndef ODLS_MOSIX_FAREWELL_H
#define ODLS_MOSIX_FAREWELL_H

#include "odls_mosix_compat.h"

/* Ranks that this daemon starts get their time from now on. Main thread, before it starts any. */
void odls_mosix_farewell_start(void);

#endif
