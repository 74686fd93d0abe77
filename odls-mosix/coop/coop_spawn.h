/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Starting programs by fork and exec. The C library's posix_spawn() uses clone3, which ends a
 * process under MOSIX, or clone with a stack, which MOSIX refuses [real].
 */
#ifndef COOP_SPAWN_H
#define COOP_SPAWN_H

#include <spawn.h>
#include <stdbool.h>
#include <sys/types.h>

struct coop_spawn {
    const char *program;
    bool search;                               /* look for it in PATH, as execvp() does */
    const posix_spawn_file_actions_t *actions; /* see coop_actions.h; NULL: none */
    const posix_spawnattr_t *attributes;       /* NULL: the defaults */
    char *const *argv;
    char *const *envp;
};

/* 0, and *PID is a child that is the program; or -errno of fork, of an action or of exec, and there
 * is no child. Handlers of pthread_atfork() do not run. */
int coop_spawn_start(pid_t *pid, const struct coop_spawn *spawn);

#endif
