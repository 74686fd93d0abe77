/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether an application is refused because of what its node offers, and what the user is told:
 * once per node, or once per application where that is the reason. The first two return
 * ORTE_SUCCESS, also where ranks will start natively, or ORTE_ERR_SILENT because the job is to be
 * refused and all has been said.
 */
#ifndef ODLS_MOSIX_VERDICT_H
#define ODLS_MOSIX_VERDICT_H

#include "odls_mosix_compat.h"

#include "mosix_node.h"
#include "mosrun_settings.h"
#include "odls_mosix_needs.h"

/* A node without usable MOSIX. */
int odls_mosix_judge_node(const struct mosrun_settings *settings, const struct mosix_node *node);

/* A node with MOSIX, and something that keeps the program from running under it. */
int odls_mosix_judge_obstacle(const struct mosrun_settings *settings,
                              const struct mosrun_obstacle *obstacle);

/* What is odd, but no reason against mosrun. */
void odls_mosix_tell_oddities(const struct mosrun_settings *settings,
                              const struct odls_mosix_needs *needs);

#endif
