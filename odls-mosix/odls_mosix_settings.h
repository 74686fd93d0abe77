/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where the launch settings come from. Every parameter is registered as a string, so that its text
 * reaches our own check whichever way it was set: Open MPI's conversion of numbers takes "abc" for
 * 0 and "-5" for a large number without a word. A launch uses the daemon's values (command line,
 * environment, files), overridden by OMPI_MCA_odls_mosix_* in the application's own environment.
 */
#ifndef ODLS_MOSIX_SETTINGS_H
#define ODLS_MOSIX_SETTINGS_H

#include "odls_mosix.h"

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

/* Who that rank is, on its own node and in mpirun alike. The name belongs to the rank's node. */
void odls_mosix_identify(const orte_job_t *job, const orte_proc_t *proc,
                         struct mosrun_identity *identity);

/*
 * Checks every setting of this launcher and of btl mosix that the ranks of a job would get,
 * and tells the user about the first wrong one. Main thread only; resolves host names.
 * Returns ORTE_SUCCESS, or ORTE_ERR_SILENT because all has been said.
 */
int odls_mosix_settings_check(orte_job_t *job);

/*
 * What files say about the frameworks that ranks under mosrun must be careful with. The first call
 * asks Open MPI's parameter system and must come from the main thread; preload is not filled in.
 */
const struct mosrun_facts *odls_mosix_facts(void);

/* Forgets what odls_mosix_facts() learned. */
void odls_mosix_facts_forget(void);

#endif
