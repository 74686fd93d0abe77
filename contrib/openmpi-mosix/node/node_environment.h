/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the files of a service of systemd make of GLIBC_TUNABLES in its environment. Libc only, no
 * input or output.
 */
#ifndef NODE_ENVIRONMENT_H
#define NODE_ENVIRONMENT_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#define NODE_ENVIRONMENT_FILES_MAX 8

/*
 * value   of Environment=, or ""; is_cut when it is too long to be kept
 * from    the file that said so last, also if it took the variable away
 * unset   the file whose UnsetEnvironment= names the variable, or "": that counts more than all
 * else files   paths of EnvironmentFile=, which count more than Environment=
 */
struct node_environment {
    char value[2048];
    bool is_cut;
    char from[PATH_MAX];
    char unset[PATH_MAX];
    char files[NODE_ENVIRONMENT_FILES_MAX][PATH_MAX];
    size_t count;
};

/* Takes the section [Service] of a unit or of one of its drop-ins, in the order of systemd. */
void node_environment_take(struct node_environment *environment, const char *text,
                           const char *path);

/*
 * Takes the last line that sets the variable in a script or in a file of EnvironmentFile=. Returns
 * whether there is one; value is "" otherwise.
 */
bool node_environment_assigned(const char *text, char *value, size_t size);

#endif
