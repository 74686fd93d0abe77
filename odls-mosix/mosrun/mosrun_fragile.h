/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Variables that do not pass a setuid program such as mosrun. Libc only.
 */
#ifndef MOSRUN_FRAGILE_H
#define MOSRUN_FRAGILE_H

#include <stdbool.h>

/*
 * The first variable of env that a setuid program such as mosrun would lose, so that mosenv has to
 * be used: LD_* and MALLOC_* [doc], and the others that the C library removes. NULL if none.
 */
const char *mosrun_env_fragile(char *const *env);

/*
 * Whether that variable (NAME=value) has to be an argument of mosrun of MOSIX 4 to arrive: one that
 * a setuid program loses, unless the starter is mosenv, which keeps only LD_* and MALLOC_* [real].
 */
bool mosrun_env_is_argument(const char *variable, bool mosenv);

/*
 * Removes those variables from env, whose strings are freed with free(): the loader of a setuid
 * program leaves an empty GLIBC_TUNABLES, which a rank would find before the one that came as an
 * argument [real].
 */
void mosrun_env_drop_arguments(char **env, bool mosenv);

#endif
