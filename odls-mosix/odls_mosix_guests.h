/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A sign of life for ranks that are guests of another node. Those that wait for each other ask
 * themselves (btl mosix); but nobody would hear of a node that had all ranks of a job, or whose
 * ranks nobody waits for. So the daemon of their home node looks now and then: at one list of
 * MOSIX, and at nodes with guests. It ends a rank whose node is gone, and says why.
 */
#ifndef ODLS_MOSIX_GUESTS_H
#define ODLS_MOSIX_GUESTS_H

#include "odls_mosix_compat.h"

/*
 * To be called before ranks of a job start here, on a node with MOSIX 4. Main thread only. What
 * btl_mosix_life_interval is for the job says how often to look; 0: never.
 */
void odls_mosix_guests_watch(orte_job_t *job);

/* Waits until a look that is under way has ended. Main thread only. */
void odls_mosix_guests_end(void);

#endif
