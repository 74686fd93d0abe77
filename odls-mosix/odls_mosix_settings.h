/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where the launch settings come from. Every parameter is registered as a string, so that its text
 * reaches our own check whichever way it was set: Open MPI's conversion of numbers silently
 * takes "abc" for 0 and "-5" for a large number. A launch uses the daemon's values (command line,
 * environment, files), overridden by OMPI_MCA_odls_mosix_* in the application's own environment.
 */
#ifndef ODLS_MOSIX_SETTINGS_H
#define ODLS_MOSIX_SETTINGS_H

#include "odls_mosix_compat.h"

#include "mosrun_settings.h"

/* Registers all parameters. Returns an ORTE code. */
int odls_mosix_settings_register(const mca_base_component_t *component);

/* Whether anybody set one of the parameters for this daemon. */
bool odls_mosix_settings_touched(void);

/*
 * Fills in the settings for an application with environment env (may be NULL: the daemon's
 * alone). The strings live as long as env and the component. Safe in any thread.
 */
void odls_mosix_settings_read(char *const *env, struct mosrun_settings *settings);

/* "never" and "require" as values of odls_mosix_enable. */
bool odls_mosix_is_never(const struct mosrun_settings *settings);
bool odls_mosix_is_required(const struct mosrun_settings *settings);

#endif
