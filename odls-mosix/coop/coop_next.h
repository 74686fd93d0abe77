/* SPDX-License-Identifier: BSD-3-Clause */
/* Finding the functions that this library replaces. */
#ifndef COOP_NEXT_H
#define COOP_NEXT_H

#include <stdbool.h>

/* A lookup is going on. Before glibc 2.34 the first one makes the C library create a key, and wait
 * for ever if that leads to another lookup. */
extern bool coop_next_looks;

/* The next function of that name in the search order: the C library's, or another preloaded one's.
 * The C library's own where the C library comes before us. NULL: there is none. */
void *coop_next(const char *name);

/* The next function of that name for code at CALLER: it may be in a library that the search order
 * of the whole program does not have, because a module of an interpreter brought it. NULL: there is
 * none. */
void *coop_next_from(const void *caller, const char *name);

#endif
