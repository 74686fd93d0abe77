/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Finds where every Open MPI keeps its parameter files: asks each ompi_info, reads module files,
 * and looks in the usual directories of distributions. Inside the root of another system nothing is
 * run. Libc only.
 */
#ifndef OPENMPI_PLACES_H
#define OPENMPI_PLACES_H

#include <stddef.h>

/* How long one run of ompi_info may take; it takes a tenth of a second. */
#define OMPI_INFO_LIMIT_MS 15000

/* One Open MPI. It owns all strings; unknown ones are empty. */
struct openmpi_place {
    char *directory;  /* of its parameter files, as seen from inside the root */
    char *origin;     /* how it was found: a path, or the name of a variable */
    char *info;       /* its ompi_info */
    char *version;    /* what ompi_info says, or else the library */
    char *components; /* the directory of its components */
};

/* The first ompi_info that does not tell where its Open MPI is, and what came of asking; or NULL.
 */
struct openmpi_silent {
    char *info;
    char *said;
};

struct openmpi_places {
    struct openmpi_place *list;
    size_t count;
    struct openmpi_silent silent;
};

/*
 * Looks for all of them. root is "" for this system; only then are programs run (program_output.h).
 * Returns 0 and fills in *places, to be given back by openmpi_places_free(), or -ENOMEM.
 */
int openmpi_places_find(const char *root, struct openmpi_places *places);

void openmpi_places_free(struct openmpi_places *places);

/* Free the strings of what was taken out of there. */
void openmpi_place_free(struct openmpi_place *place);
void openmpi_silent_free(struct openmpi_silent *silent);

/*
 * Takes the directory of parameter files that a module file names, by MPI_SYSCONFIG, or by MPI_DIR
 * or MPI_HOME followed by /etc. Returns a string for the caller to free, or NULL.
 */
char *openmpi_module_directory(const char *text);

/* The value of a line `NAME:VALUE` of what ompi_info prints; for the caller to free, or NULL. */
char *openmpi_info_value(const char *output, const char *name);

#endif
