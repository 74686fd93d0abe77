/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the C library of a node does in a process under MOSIX 4 before any library of ours can act.
 * A system call whose number MOSIX 4.4.3 does not know ends the process: glibc's loader makes rseq
 * from 2.35 on, and its malloc, when it starts, getrandom from 2.36 on [real]. Libc only.
 */
#ifndef MOSRUN_LIBC_H
#define MOSRUN_LIBC_H

#include <limits.h>
#include <stdbool.h>

/* version is what gnu_get_libc_version() says; one that is not understood counts as the newest. */
bool mosrun_libc_calls_rseq(const char *version);
bool mosrun_libc_needs_allocator(const char *version);

/*
 * Finds a library with another malloc that was seen to work under MOSIX 4.4.3 [real]: the first of
 * MOSRUN_ALLOCATORS in the first of these directories (paths with colons between) that has it for
 * this architecture. Returns 0, or -ENOENT and empties found.
 */
int mosrun_allocator_find(const char *directories, char found[PATH_MAX]);

/* Where distributions keep libraries. */
#define MOSRUN_LIBRARY_DIRECTORIES                                                                 \
    "/usr/lib/x86_64-linux-gnu:/lib/x86_64-linux-gnu:/usr/lib64:/lib64:/usr/lib:/lib:"             \
    "/usr/local/lib64:/usr/local/lib"

/* Whether a list of libraries, colons or blanks between, has one of those. */
bool mosrun_allocator_listed(const char *list);

#endif
