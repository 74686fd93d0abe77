/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The environment and the command line of a rank under mosrun.
 */
#ifndef ODLS_MOSIX_PREPARE_H
#define ODLS_MOSIX_PREPARE_H

#include "odls_mosix_compat.h"

#include "mosix_node.h"
#include "mosrun_argv.h"
#include "mosrun_env.h"
#include "odls_mosix_needs.h"

/* Sets those variables in *env, whose strings are freed with free(). */
void odls_mosix_add(const struct mosrun_additions *additions, char ***env);

/*
 * Makes what a rank needs on that node, and tells once per node what could not be as the user
 * wanted. settings are the rank's own and were checked; daemon is the process that starts ranks; in
 * command, program, argv, release and identity are given. Changes *env, fills in the rest of
 * command, and returns ORTE_SUCCESS, *additions (mosrun_env_free()) and *argv
 * (mosrun_words_free()), or an error.
 */
int odls_mosix_prepare(const struct mosrun_settings *settings, const struct mosix_node *node,
                       const struct odls_mosix_needs *needs, long daemon, char ***env,
                       struct mosrun_command *command, struct mosrun_additions *additions,
                       char ***argv);

#endif
