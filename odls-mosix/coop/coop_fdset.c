/* SPDX-License-Identifier: BSD-3-Clause */
/* From fd_set to pollfd, see coop_fdset.h. Libc only. */
#include "coop_fdset.h"

#include <stdbool.h>

/* FD_ISSET() ends the program for descriptors of 1024 and more, which longer sets may have. */
static bool is_in(const fd_set *set, int fd)
{
    const __fd_mask *words = (const __fd_mask *) (const void *) set;

    return set != NULL && ((unsigned long) words[fd / NFDBITS] >> (fd % NFDBITS) & 1) != 0;
}

static short wanted(int fd, const fd_set *readable, const fd_set *writable,
                    const fd_set *exceptional)
{
    return (short) ((is_in(readable, fd) ? POLLIN : 0) | (is_in(writable, fd) ? POLLOUT : 0) |
                    (is_in(exceptional, fd) ? POLLPRI : 0));
}

size_t coop_fdset_count(int limit, const fd_set *readable, const fd_set *writable,
                        const fd_set *exceptional)
{
    size_t count = 0;

    for (int fd = 0; fd < limit; fd++) {
        count += wanted(fd, readable, writable, exceptional) != 0;
    }
    return count;
}

void coop_fdset_store(int limit, const fd_set *readable, const fd_set *writable,
                      const fd_set *exceptional, struct pollfd *descriptors)
{
    for (int fd = 0; fd < limit; fd++) {
        short events = wanted(fd, readable, writable, exceptional);

        if (events != 0) {
            *descriptors++ = (struct pollfd){.fd = fd, .events = events};
        }
    }
}
