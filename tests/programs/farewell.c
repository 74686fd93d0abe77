/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Waits in MPI_Finalize, just before PMIx tells the daemon that this rank ends: this program has
 * PMIx's function itself, which the C library finds first. Argument: a directory. There a file
 * "rank-R" tells that rank R waits, and a file "go" lets all go on.
 */
#include "check.h"

#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, PAUSE_MICROSECONDS = 10000 };

typedef int finalize(const void *info, size_t count);

/* For the library that calls it. */
finalize PMIx_Finalize;

static const char *directory;

static void mark(void)
{
    char path[PATH_SIZE];
    FILE *file;

    snprintf(path, sizeof(path), "%s/rank-%d", directory, check_rank());
    file = fopen(path, "w");
    if (file == NULL || fclose(file) != 0) {
        check_fail("cannot make %s", path);
    }
}

static void await_go(void)
{
    char path[PATH_SIZE];

    snprintf(path, sizeof(path), "%s/go", directory);
    while (access(path, F_OK) != 0) {
        usleep(PAUSE_MICROSECONDS);
    }
}

int PMIx_Finalize(const void *info, size_t count)
{
    void *library = dlopen("libpmix.so.2", RTLD_LAZY | RTLD_NOLOAD);
    finalize *next = library != NULL ? (finalize *) dlsym(library, "PMIx_Finalize") : NULL;

    if (next == NULL) {
        check_fail("there is no libpmix.so.2 with PMIx_Finalize");
    }
    /* Open MPI calls it in MPI_Init, too. */
    if (directory != NULL) {
        mark();
        await_go();
    }
    return next(info, count);
}

int main(int argc, char **argv)
{
    check_start(&argc, &argv, "farewell");
    if (argc != 2) {
        check_fail("one argument is needed, a directory");
    }
    directory = argv[1];
    return check_end();
}
