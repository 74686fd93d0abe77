/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Listening to what MOSIX says about a rank. When it ends one, the status is 1 and the reason a
 * line on the rank's standard error, which Open MPI forwards. This stands between, looks at what
 * passes, changes nothing of it, and tells the user what the first such line means.
 */
#ifndef ODLS_MOSIX_TAP_H
#define ODLS_MOSIX_TAP_H

#include "odls_mosix_compat.h"

#include "mosrun_settings.h"

/*
 * Listens to a rank under mosrun that is about to start: it gets another pipe for its standard
 * error in cd->opts. Any thread. Where that cannot be made, nobody is told what a line means, and
 * all else is the same.
 */
void odls_mosix_tap(orte_odls_spawn_caddy_t *cd, const struct mosrun_settings *settings);

#endif
