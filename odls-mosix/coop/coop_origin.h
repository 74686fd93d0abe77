/* SPDX-License-Identifier: BSD-3-Clause */
/* Which part of a process is the program's own, and which belongs to the system or to Open MPI. */
#ifndef COOP_ORIGIN_H
#define COOP_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>

/* Whether CODE belongs to Open MPI or a library below it. */
bool coop_origin_is_service(const void *code);

/* Whether the program, or a library of its own that is loaded now, has thread-local variables; then
 * FILE (SIZE bytes, cut) is its path. Not the system's libraries, Open MPI's or allocators: those
 * work although coroutines share their variables. */
bool coop_origin_has_thread_locals(char *file, size_t size);

#endif
