/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A program's needs; see odls_mosix_needs.h.
 */
#include "odls_mosix_needs.h"

#include <gnu/libc-version.h>
#include <string.h>

#include "mosix_needs.h"
#include "mosrun_env.h"
#include "odls_mosix_node.h"

static int find_allocator(const struct mosrun_settings *settings, enum mosix_release release,
                          char *const *env, struct odls_mosix_needs *needs)
{
    const char *setting = settings->value[MOSRUN_ALLOCATOR];
    const struct mosrun_present present = {
        .setting = settings->value[MOSRUN_LD_PRELOAD],
        .ld_preload = env != NULL ? mosrun_env_get(env, "LD_PRELOAD") : NULL,
        .library_path = env != NULL ? mosrun_env_get(env, "LD_LIBRARY_PATH") : NULL,
    };

    if (release != MOSIX_RELEASE_4 && strcmp(setting, MOSRUN_AUTO) == 0) {
        return 0;
    }
    return mosrun_obstacle_allocator(setting, gnu_get_libc_version(), &present, needs->allocator,
                                     &needs->obstacle);
}

void odls_mosix_needs(const struct mosrun_settings *settings, enum mosix_release release,
                      char *const *argv, char *const *env, const char *program,
                      const char *directory, struct odls_mosix_needs *needs)
{
    /* Only batch jobs of MOSIX of 2009 live with threads of the kernel. They are not bound by what
     * MOSIX forbids other processes. */
    bool bound = strcmp(settings->value[MOSRUN_THREADS], "native") != 0;
    struct program_file file;

    memset(needs, 0, sizeof(*needs));
    if (bound) {
        needs->coop = odls_mosix_coop();
    }
    needs->home = needs->coop != NULL && release == MOSIX_RELEASE_4 &&
                  mosix_needs_home_loading(gnu_get_libc_version());
    if ((bound && mosrun_obstacle_tool(argv, &needs->obstacle) < 0) ||
        find_allocator(settings, release, env, needs) < 0 || program == NULL) {
        return;
    }
    program_file_judge(program, directory, &file);
    if (file.kind == PROGRAM_NONE || file.kind == PROGRAM_FOREIGN) {
        (void) mosrun_obstacle_program(&file, &needs->obstacle);
        return;
    }
    if (needs->coop != NULL && mosrun_obstacle_threads(&file, &needs->obstacle) < 0) {
        return;
    }
    /* Under MOSIX of 2009, a program into which nothing can be preloaded lives if it needs no
     * threads. */
    if (release != MOSIX_RELEASE_4) {
        return;
    }
    if (file.immovable) {
        memcpy(needs->immovable, file.path, sizeof(file.path));
    }
    if (needs->coop != NULL || needs->allocator[0] != '\0') {
        (void) mosrun_obstacle_program(&file, &needs->obstacle);
    }
}
