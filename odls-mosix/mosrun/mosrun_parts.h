/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What mpirun's command line says for one of several applications. Open MPI 4.1 calls --mca
 * specific to an application, but gives all of them what precedes the first, and none what precedes
 * a later one (seen with 4.1.4). Libc only.
 */
#ifndef MOSRUN_PARTS_H
#define MOSRUN_PARTS_H

#include <stdbool.h>

/* The words of mpirun's own options before one application; they are borrowed. */
struct mosrun_part {
    char *const *words;
    int count;
};

/*
 * Finds the options of each application. command is mpirun's whole command line, programs[i] are
 * the program and arguments of application i, each ends with NULL. parts has room for count parts.
 * Returns 0, or -EINVAL when the command line does not end its parts with just these programs, as
 * with a file of applications: then nothing can be said.
 */
int mosrun_parts_find(char *const *command, char *const *const *programs, int count,
                      struct mosrun_part *parts);

/*
 * The value that option ("mca" or "gmca") gives to parameter name among a part's words, with the
 * length in *length, because quotes around it do not count; NULL if there is none.
 */
const char *mosrun_parts_value(const struct mosrun_part *part, const char *option, const char *name,
                               int *length);

/* Whether -x sets or passes on that variable. */
bool mosrun_parts_exports(const struct mosrun_part *part, const char *variable);

/*
 * Walks over the parameters that a part sets by --mca or --gmca, and by --prtemca, --pmixmca and
 * --omca of Open MPI 5: *at is 0 at first. Returns the next name and sets *value, or NULL after the
 * last one.
 */
const char *mosrun_parts_next(const struct mosrun_part *part, int *at, const char **value);

#endif
