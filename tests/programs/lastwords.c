/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A library to preload into ranks: they wait in MPI_Finalize, just before PMIx tells the daemon
 * that they end. In the directory LASTWORDS a file "rank-R" tells that rank R waits, and a file
 * "go" lets all go on. Open MPI calls PMIx_Finalize in MPI_Init, too, where nobody waits.
 */
#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, PAUSE_MICROSECONDS = 10000 };

typedef int mpi_function(void);
typedef int pmix_function(const void *info, size_t count);

mpi_function MPI_Finalize;
pmix_function PMIx_Finalize;

static bool finalizes;

static void *find(void *library, const char *name)
{
    void *found = library != NULL ? dlsym(library, name) : NULL;

    if (found == NULL) {
        fprintf(stderr, "lastwords: there is no %s\n", name);
        abort();
    }
    return found;
}

static void await_go(void)
{
    const char *directory = getenv("LASTWORDS");
    const char *rank = getenv("OMPI_COMM_WORLD_RANK");
    char path[PATH_SIZE];
    FILE *mark;

    snprintf(path, sizeof(path), "%s/rank-%s", directory, rank);
    mark = fopen(path, "w");
    if (mark == NULL || fclose(mark) != 0) {
        fprintf(stderr, "lastwords: cannot make %s\n", path);
        abort();
    }
    snprintf(path, sizeof(path), "%s/go", directory);
    while (access(path, F_OK) != 0) {
        usleep(PAUSE_MICROSECONDS);
    }
}

int MPI_Finalize(void)
{
    mpi_function *next = (mpi_function *) find(RTLD_NEXT, "MPI_Finalize");

    finalizes = true;
    return next();
}

int PMIx_Finalize(const void *info, size_t count)
{
    void *library = dlopen("libpmix.so.2", RTLD_LAZY | RTLD_NOLOAD);
    pmix_function *next = (pmix_function *) find(library, "PMIx_Finalize");

    if (finalizes) {
        await_go();
    }
    return next(info, count);
}
