/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command line of mosrun for one rank, made from launch settings and the application's own
 * command line. Libc only.
 */
#ifndef MOSRUN_ARGV_H
#define MOSRUN_ARGV_H

#include "mosrun_expand.h"

/*
 * Handed over by -a to every rank of MOSIX 4, so that the command line, which everybody may read,
 * says which one it is: the rank, how many there are, the job as in PMIX_NAMESPACE, and
 * MOSIX_COOP_HOME, with slashes between.
 */
#define MOSRUN_RANK_VARIABLE "MOSIX_RANK"

/*
 * What mosrun has to start.
 * mosrun    path of mosrun, mosenv or a wrapper; becomes argument 0
 * program   path of the application's program
 * argv      the application's arguments, argument 0 included; ends with NULL
 * release   of the MOSIX that mosrun belongs to: options that it lacks are omitted
 * env       environment of the rank, NULL for none: mosrun of MOSIX 4 gets by -a what it loses
 *           because it is setuid [real]
 * mosenv    mosrun is mosenv, which does that for LD_* and MALLOC_* itself [doc4]
 * identity  of the rank, which chooses from remote_host_list and becomes what is "auto"
 */
struct mosrun_command {
    const char *mosrun;
    const char *program;
    char *const *argv;
    enum mosix_release release;
    char *const *env;
    bool mosenv;
    const struct mosrun_identity *identity;
};

/*
 * Makes mosrun's command line; settings must be those of the rank (mosrun_expand.h) and have
 * passed mosrun_check(). What extra_args says too is left to them. The program gets every
 * argument byte for byte, argument 0 included: where that differs from the program's path, mosrun
 * is told by -z that arguments start at number 0 [doc].
 * Returns 0 and sets *argv, which the caller frees with mosrun_words_free(), or -ENOMEM, or
 * -EINVAL for settings that were not checked.
 */
int mosrun_argv_build(const struct mosrun_settings *settings, const struct mosrun_command *command,
                      char ***argv);

#endif
