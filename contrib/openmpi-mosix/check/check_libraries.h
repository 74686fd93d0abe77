/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the libraries of a program tell: missing ones, which MPI, OpenMP, devices. Libc only.
 */
#ifndef CHECK_LIBRARIES_H
#define CHECK_LIBRARIES_H

#include "check_finding.h"
#include "program_tree.h"

/* Judges a tree, in this process's environment. */
void check_libraries(const struct program_tree *tree, struct check_findings *findings);

/* Whether the launcher and libmosix-coop.so take care of what such a library does: those of the
 * compilers, the C library and Open MPI; or whether programs have it without using all of it. */
bool check_libraries_is_common(const char *name);

#endif
