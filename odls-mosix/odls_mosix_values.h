/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether parameters have values that are allowed. All checks tell the user about the first wrong
 * one, and return ORTE_SUCCESS, or ORTE_ERR_SILENT because all has been said, or
 * ORTE_ERR_OUT_OF_RESOURCE. Main thread only.
 */
#ifndef ODLS_MOSIX_VALUES_H
#define ODLS_MOSIX_VALUES_H

#include "odls_mosix_compat.h"

#include "mosix_release.h"
#include "mosrun_expand.h"

/* Whether our parameters in env, which may be NULL, exist: a misspelt name would have no effect,
 * and its user would not notice. */
int odls_mosix_check_names(char *const *env);

/* The numbers and words of btl mosix that a rank with environment env, which may be NULL, gets. */
int odls_mosix_check_btl(char *const *env);

/* One of these numbers, which were checked; name is without btl_mosix_. */
unsigned long odls_mosix_btl_number(const char *name, char *const *env);

/*
 * The launch settings of one rank under that release; MOSIX_RELEASE_NONE when it is not known.
 * Resolves host names.
 */
int odls_mosix_check_rank(const struct mosrun_settings *settings, enum mosix_release release,
                          const struct mosrun_identity *identity);

#endif
