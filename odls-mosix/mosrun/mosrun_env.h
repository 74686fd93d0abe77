/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The environment that a rank needs to live under mosrun, where memory cannot be shared between
 * processes, processors cannot be chosen, and epoll does not exist [doc]. Only what the user did
 * not decide is decided here. Libc only, works on copies of the environment that it is given.
 */
#ifndef MOSRUN_ENV_H
#define MOSRUN_ENV_H

#include <stdbool.h>
#include <stddef.h>

#include "mosix_release.h"
#include "mosrun_components.h"
#include "mosrun_home.h"

/*
 * What the caller knows besides the environment.
 * selection[i]   value of the parameter mosrun_exclusions[i].framework as files define it; NULL or
 *                empty when nothing does
 * locked[i]      that value cannot be changed by the environment (an override file)
 * components     directory of our components that the rank has to find; NULL where it finds them
 * anyway is_series_5    the rank is one of Open MPI 5, otherwise of 4.1 release        of the MOSIX
 * that the rank will run under libc           version of this node's glibc, as
 * gnu_get_libc_version() says handles_signals  files say which signals Open MPI is to handle
 * preload        libraries to put before LD_PRELOAD; empty for none
 * coop           path of libmosix-coop.so, which comes after those; NULL for none
 * allocator      library with another malloc, which comes last, because a malloc that the user
 *                preloads counts; NULL for none
 * daemon         PID of this process on its node, which starts the rank; 0: not known
 * home           what the rank does once it is loaded; NULL for nothing
 */
struct mosrun_facts {
    const char *selection[MOSRUN_EXCLUSION_COUNT];
    bool locked[MOSRUN_EXCLUSION_COUNT];
    const char *components;
    bool is_series_5;
    enum mosix_release release;
    const char *libc;
    bool handles_signals;
    const char *preload;
    const char *coop;
    const char *allocator;
    long daemon;
    const struct mosrun_home *home;
};

/*
 * A variable to set. name and value are owned by the list, reason is constant.
 * users     the user set it, and it is only adapted: a later launch takes it for the user's again
 * replaced  the include list that the value stands for, because some of its components cannot be
 *           used; borrowed from the environment or the facts. Else NULL
 */
struct mosrun_addition {
    char *name;
    char *value;
    const char *reason;
    bool users;
    const char *replaced;
};

struct mosrun_additions {
    size_t count;
    struct mosrun_addition *items;
};

/*
 * Remembers, in the environment itself, which variables were set here and not by the user. Open MPI
 * hands the parameters of a rank down to processes that it spawns: there they must not be taken for
 * the user's. A comma list of names.
 */
#define MOSRUN_ENV_MARK "OMPI_MCA_odls_mosix_additions"

/*
 * Decides what to set in env (NULL-terminated, NAME=value). A variable that env has, and that
 * MOSRUN_ENV_MARK does not name, is the user's and stays. An exclude list from files is extended;
 * an include list, or one that is locked, stays.
 * Returns 0 and fills additions, which the caller frees with mosrun_env_free(), or -ENOMEM.
 */
int mosrun_env_plan(char *const *env, const struct mosrun_facts *facts,
                    struct mosrun_additions *additions);

/*
 * The same for a rank that starts natively while others start under mosrun. It must not share
 * memory with the daemon either, because the daemon's PMIx server can offer its ranks only one
 * kind of store when they talk to each other. Nothing else is set.
 */
int mosrun_env_plan_native(char *const *env, struct mosrun_additions *additions);

/*
 * Adds to additions what a rank needs to find our components in directory, NULL for nothing: mpirun
 * of Debian 13's Open MPI 5.0.7 tells ranks to look for components in a directory of PMIx only
 * (seen). Returns 0 or -ENOMEM.
 */
int mosrun_env_plan_path(char *const *env, const char *directory,
                         struct mosrun_additions *additions);

/* Frees what the functions above allocated. */
void mosrun_env_free(struct mosrun_additions *additions);

/*
 * Removes from env, whose strings are freed with free(), what MOSRUN_ENV_MARK names and the mark
 * itself: the first entry of each name, which is the one that a parent handed down.
 */
void mosrun_env_strip(char **env);

/*
 * Value of name in env, or NULL. When name is there more than once the last one counts: that is
 * the one a spawned application was given in addition to those of its parent.
 */
const char *mosrun_env_get(char *const *env, const char *name);

#endif
