/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The environment that mosrun hands to the program. mosrun is a setuid program [doc], so the C
 * library takes away what could subvert such a program; mosenv passes it on [doc]. Libc only.
 */
#ifndef MOSIX_EMULATOR_PROGRAM_ENV_H
#define MOSIX_EMULATOR_PROGRAM_ENV_H

#include <stdbool.h>
#include <stddef.h>

/* The value of NAME in ENVIRONMENT, NULL if it is not there. */
const char *program_env_get(char *const environment[], const char *name);

/*
 * Whether a setuid mosrun loses the variable that ENTRY ("NAME=value") sets. LD_* and MALLOC_*
 * [doc]: glibc 2.36 takes away 12 of them and keeps others, such as LD_BIND_NOW and
 * MALLOC_ARENA_MAX, but no job should depend on which. It also loses GCONV_PATH, GETCONF_DIR,
 * HOSTALIASES, LOCALDOMAIN, LOCPATH, NIS_PATH, NLSPATH, RESOLV_HOST_CONF, RES_OPTIONS, TMPDIR and
 * TZDIR [seen with a setuid program on glibc 2.36]. GLIBC_TUNABLES is lost as well, although glibc
 * 2.36 removes only the malloc settings from it [assumed].
 */
bool program_env_is_lost(const char *entry);

struct program_env;

/* How much of what a setuid mosrun loses the program gets all the same. */
enum program_env_keep {
    PROGRAM_ENV_KEEP_NONE, /* mosrun */
    PROGRAM_ENV_KEEP_TWO,  /* LD_* and MALLOC_*: mosenv of MOSIX 4 [real] */
    PROGRAM_ENV_KEEP_ALL,  /* mosenv of 2009 [doc], mosrun of MOSIX 4 started by root [real] */
};

/*
 * A copy of ENVIRONMENT without its MOSIX_EMULATOR_* variables that mosrun sets, without LIBRARY in
 * its LD_PRELOAD and without what a setuid mosrun loses, as KEEP says. All other entries keep their
 * bytes and order. NULL: no memory. LIBRARY may be NULL.
 */
struct program_env *program_env_create(char *const environment[], const char *library,
                                       enum program_env_keep keep);

/* Add NAME=VALUE. If memory runs out, that is remembered and makes the vector NULL. */
void program_env_add(struct program_env *environ_copy, const char *name, const char *value);

/* The variable that ENTRY ("NAME=value") sets gets that value, whether it was there or not. */
void program_env_set(struct program_env *environ_copy, const char *entry);

/* Put LIBRARY at the head of LD_PRELOAD. */
void program_env_preload(struct program_env *environ_copy, const char *library);

/* The vector for execve, valid until the copy is changed or freed. NULL: no memory. */
char **program_env_vector(struct program_env *environ_copy);

/* NULL is allowed. */
void program_env_free(struct program_env *environ_copy);

#endif
