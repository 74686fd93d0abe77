/* SPDX-License-Identifier: BSD-3-Clause */
/* See mosix_once.h. */
#include "mosix_once.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

bool mosix_once(const char *directory, const char *word)
{
    char path[PATH_MAX];
    int length;
    int fd;

    if (directory == NULL) {
        return true;
    }
    length = snprintf(path, sizeof(path), "%s/openmpi-mosix.%s", directory, word);
    if (length < 0 || (size_t) length >= sizeof(path)) {
        return true;
    }
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return errno != EEXIST;
    }
    (void) close(fd);
    return true;
}
