/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What this daemon's files and environment say about parameters that are not the launcher's.
 */
#ifndef ODLS_MOSIX_FOREIGN_H
#define ODLS_MOSIX_FOREIGN_H

#include "odls_mosix_compat.h"

#include "mosrun_env.h"

/*
 * The value that files and environment give to a parameter of a framework that the daemon itself
 * does not use; component and name may be NULL. Returns a copy, which the caller frees, or NULL.
 * *locked tells whether it comes from an override file. Main thread only.
 */
char *odls_mosix_foreign_value(const char *framework, const char *component, const char *name,
                               bool *locked);

/*
 * What files say about the frameworks that ranks under mosrun must be careful with, and about
 * signals. The first call asks Open MPI's parameter system and must come from the main thread; the
 * other members are not filled in.
 */
const struct mosrun_facts *odls_mosix_facts(void);

/* Forgets what odls_mosix_facts() learned. */
void odls_mosix_facts_forget(void);

#endif
