/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a program needs to live under this node's mosrun, and what keeps it from running there.
 */
#ifndef ODLS_MOSIX_NEEDS_H
#define ODLS_MOSIX_NEEDS_H

#include "odls_mosix_compat.h"

#include "mosix_release.h"
#include "mosrun_obstacle.h"
#include "mosrun_settings.h"

/*
 * coop       the library for cooperative threads, or NULL
 * allocator  library with another malloc, or empty
 * home       it can only be loaded on its home node, and coop knows how to live with that
 * immovable  path of the program (of a script its interpreter) if MOSIX never moves it, or empty
 * obstacle   of kind MOSRUN_OBSTACLE_NONE where nothing keeps it from running
 */
struct odls_mosix_needs {
    const char *coop;
    char allocator[PATH_MAX];
    bool home;
    char immovable[PATH_MAX];
    struct mosrun_obstacle obstacle;
};

/*
 * Finds that out for a program in a directory (both may be NULL: not known) that has arguments argv
 * and environment env (both may be NULL) and will run under that release. Any thread; reads the
 * program's first bytes.
 */
void odls_mosix_needs(const struct mosrun_settings *settings, enum mosix_release release,
                      char *const *argv, char *const *env, const char *program,
                      const char *directory, struct odls_mosix_needs *needs);

#endif
