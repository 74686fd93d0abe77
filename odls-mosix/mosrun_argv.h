/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command line of mosrun for one rank, made from launch settings and the application's own
 * command line. PURE: libc only.
 */
#ifndef MOSRUN_ARGV_H
#define MOSRUN_ARGV_H

#include "mosrun_options.h"

/*
 * What mosrun has to start.
 * mosrun    path of mosrun, mosenv or a wrapper; becomes argument 0
 * program   path of the application's program
 * argv      the application's arguments, argument 0 included; ends with NULL
 * rank      rank within the job, which chooses from remote_host_list
 */
struct mosrun_command {
    const char *mosrun;
    const char *program;
    char *const *argv;
    unsigned long rank;
};

/*
 * Makes mosrun's command line; settings must have passed mosrun_check(). The program gets every
 * argument byte for byte, argument 0 included: where that differs from the program's path, mosrun
 * is told by -z that arguments start at number 0 [doc].
 * Returns 0 and sets *argv, which the caller frees with mosrun_words_free(), or -ENOMEM, or
 * -EINVAL for settings that were not checked.
 */
int mosrun_argv_build(const struct mosrun_settings *settings, const struct mosrun_command *command,
                      char ***argv);

#endif
