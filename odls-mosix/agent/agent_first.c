/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is said once; see ../odls_mosix_first.h. Each rank has an agent of its own, so the first one
 * leaves a file in the directory that PRRTE has for its mpirun on this node.
 */
#include "odls_mosix_first.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

bool odls_mosix_is_first(const char *word)
{
    const char *directory = getenv("PMIX_SERVER_TMPDIR");
    char path[PATH_MAX];
    int fd;

    if (directory == NULL || snprintf(path, sizeof(path), "%s/openmpi-mosix.%s", directory, word) >=
                                 (int) sizeof(path)) {
        return true;
    }
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return errno != EEXIST;
    }
    (void) close(fd);
    return true;
}
