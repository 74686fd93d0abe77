/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Random bytes; see mosix_random.h.
 */
#include "mosix_random.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* Reads until all bytes are there. Returns 0 or -errno. */
static int fill(int source, char *bytes, size_t size)
{
    size_t filled = 0;

    while (filled < size) {
        ssize_t count = read(source, bytes + filled, size - filled);

        if (count > 0) {
            filled += (size_t) count;
        } else if (count == 0) {
            return -EIO;
        } else if (errno != EINTR) {
            return -errno;
        }
    }
    return 0;
}

int mosix_random(void *bytes, size_t size)
{
    int source;
    int rc;

    do {
        source = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    } while (source < 0 && errno == EINTR);
    if (source < 0) {
        return -errno;
    }
    rc = fill(source, bytes, size);
    close(source);
    return rc;
}
