/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which components of Open MPI a rank under mosrun must not use, and what becomes of the lists of
 * components that users and files give. Libc only.
 */
#ifndef MOSRUN_COMPONENTS_H
#define MOSRUN_COMPONENTS_H

#include <stdbool.h>
#include <stddef.h>

/* Which series of Open MPI something is for. */
enum mosrun_series { MOSRUN_SERIES_ALL, MOSRUN_SERIES_4, MOSRUN_SERIES_5 };

/*
 * The components of Open MPI's frameworks that a rank must not use, as an exclude list is made
 * from. Which component a framework would choose without us is for the caller to find out.
 */
struct mosrun_exclusion {
    const char *framework;  /* name of the framework, and of its MCA parameter */
    const char *components; /* comma list of those to exclude */
    const char *readmitted; /* comma list of those that files may not exclude; may be empty */
    const char *instead;    /* added to an include list from which some are dropped; may be empty */
    const char *reason;
    const char *without_mosix; /* comma list of those to exclude as well if btl mosix is not used */
    enum mosrun_series series; /* where it counts; a framework may have a row for each */
};

#define MOSRUN_EXCLUSION_COUNT 9

extern const struct mosrun_exclusion mosrun_exclusions[MOSRUN_EXCLUSION_COUNT];

/*
 * What a framework gets instead of selection: an exclude list is extended, an include list is freed
 * of what cannot be used. users: the user gave it, so nothing is readmitted. Returns 0 or -ENOMEM,
 * and sets *value, which the caller frees, or NULL to leave the list alone. *replaced: it was an
 * include list, and something was dropped.
 */
int mosrun_components_choose(const struct mosrun_exclusion *exclusion, const char *selection,
                             bool users, char **value, bool *replaced);

/* Whether a list of components, NULL for none, lets a framework use that one. */
bool mosrun_components_allow(const char *selection, const char *name);

/* Whether the comma list, which may be NULL, has that name. */
bool mosrun_list_has(const char *list, const char *name);

/* Appends text to the list at *list, with a separator between; an empty list is replaced. Returns 0
 * or -ENOMEM, and *list stays. */
int mosrun_list_extend(char **list, const char *separator, const char *text);

#endif
