/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * mosix-agent: what Open MPI 5 starts in the place of each rank. Where nothing has to do with MOSIX
 * it becomes the program at once; otherwise mosix-agent-rank, which asks Open MPI's parameter
 * system.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent_quick.h"

/* The program that lies beside this one. Returns 0 or -errno. */
static int find_other(char path[PATH_MAX])
{
    static const char name[] = "mosix-agent-rank";
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - sizeof(name));

    if (length <= 0) {
        return length < 0 ? -errno : -ENOENT;
    }
    path[length] = '\0';
    strcpy(strrchr(path, '/') + 1, name);
    return 0;
}

int main(int argc, char **argv)
{
    char path[PATH_MAX];
    int error;

    if (argc < 2) {
        fprintf(stderr, "usage: mosix-agent PROGRAM [ARGUMENT...]\n\n"
                        "Open MPI 5 starts it in the place of each rank; see man openmpi-mosix.\n");
        return 2;
    }
    if (agent_quick_is_native(environ, (long) getppid(), OMPI_CONF_DIR)) {
        (void) execvp(argv[1], argv + 1);
        error = errno;
        fprintf(stderr, "mosix-agent: %s cannot be executed: %s\n", argv[1], strerror(error));
        return EXIT_FAILURE;
    }
    error = -find_other(path);
    if (error == 0) {
        (void) execv(path, argv);
        error = errno;
    }
    fprintf(stderr,
            "mosix-agent: mosix-agent-rank, which belongs beside it, cannot be executed: %s\n"
            "Install openmpi-mosix again, or run \"openmpi-mosix disable\".\n",
            strerror(error));
    return EXIT_FAILURE;
}
