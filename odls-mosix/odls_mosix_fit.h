/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether this node can do what an application asks for, asked before any of its ranks starts here.
 */
#ifndef ODLS_MOSIX_FIT_H
#define ODLS_MOSIX_FIT_H

#include "odls_mosix_compat.h"

/*
 * Tells the user what is odd: once per node, or once per application where that is the reason. Main
 * thread only. Returns ORTE_SUCCESS, also where ranks will start natively, or ORTE_ERR_SILENT
 * because the job is to be refused and all has been said.
 */
int odls_mosix_fit(orte_app_context_t *app);

/* Whether this node would start the application's ranks under mosrun. Says nothing. Main thread. */
bool odls_mosix_fits(orte_app_context_t *app);

#endif
