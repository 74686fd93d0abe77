/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sets of select() as descriptors of poll(). Libc only. A set may be shorter than an fd_set, or
 * much longer: only the bits below the first argument of select() belong to the caller, and no
 * other byte is touched.
 */
#ifndef COOP_FDSET_H
#define COOP_FDSET_H

#include <poll.h>
#include <stddef.h>
#include <sys/select.h>

/* How many descriptors below LIMIT are in at least one of the sets (NULL: empty). */
size_t coop_fdset_count(int limit, const fd_set *readable, const fd_set *writable,
                        const fd_set *exceptional);

/* Store them, with what is waited for, in ascending order; DESCRIPTORS has room for that many. */
void coop_fdset_store(int limit, const fd_set *readable, const fd_set *writable,
                      const fd_set *exceptional, struct pollfd *descriptors);

#endif
