/* SPDX-License-Identifier: BSD-3-Clause */
/* Wrappers: posix_spawn() and its file actions. Its attributes stay the C library's. */
#include "coop_wrap.h"

#include <spawn.h>
#include <unistd.h>

#include "coop_actions.h"
#include "coop_spawn.h"

/* Not in every glibc. */
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
int posix_spawn_file_actions_addfchdir_np(posix_spawn_file_actions_t *actions, int fd);
int posix_spawn_file_actions_addchdir(posix_spawn_file_actions_t *actions, const char *path);
int posix_spawn_file_actions_addfchdir(posix_spawn_file_actions_t *actions, int fd);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);
int posix_spawn_file_actions_addtcsetpgrp_np(posix_spawn_file_actions_t *actions, int terminal);

static int start(pid_t *pid, const struct coop_spawn *spawn)
{
    pid_t child;
    int rc = coop_spawn_start(&child, spawn);

    if (rc == 0 && pid != NULL) {
        *pid = child;
    }
    return -rc;
}

COOP_WRAPPER int posix_spawn(pid_t *pid, const char *path,
                             const posix_spawn_file_actions_t *actions,
                             const posix_spawnattr_t *attributes, char *const argv[],
                             char *const envp[])
{
    const struct coop_spawn spawn = {
        .program = path, .actions = actions, .attributes = attributes, .argv = argv, .envp = envp};

    return start(pid, &spawn);
}

COOP_WRAPPER int posix_spawnp(pid_t *pid, const char *file,
                              const posix_spawn_file_actions_t *actions,
                              const posix_spawnattr_t *attributes, char *const argv[],
                              char *const envp[])
{
    const struct coop_spawn spawn = {.program = file,
                                     .search = true,
                                     .actions = actions,
                                     .attributes = attributes,
                                     .argv = argv,
                                     .envp = envp};

    return start(pid, &spawn);
}

COOP_WRAPPER int posix_spawn_file_actions_init(posix_spawn_file_actions_t *actions)
{
    coop_actions_init(actions);
    return 0;
}

COOP_WRAPPER int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *actions)
{
    coop_actions_destroy(actions);
    return 0;
}

COOP_WRAPPER int posix_spawn_file_actions_addclose(posix_spawn_file_actions_t *actions, int fd)
{
    return -coop_actions_add(actions, &(struct coop_action){.kind = COOP_ACTION_CLOSE, .fd = fd});
}

COOP_WRAPPER int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *actions, int fd,
                                                  int target)
{
    return -coop_actions_add(
        actions, &(struct coop_action){.kind = COOP_ACTION_DUP, .fd = fd, .target = target});
}

COOP_WRAPPER int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *actions, int fd,
                                                  const char *path, int flags, mode_t mode)
{
    return -coop_actions_add(actions, &(struct coop_action){.kind = COOP_ACTION_OPEN,
                                                            .fd = fd,
                                                            .flags = flags,
                                                            .mode = mode,
                                                            .path = (char *) path});
}

COOP_WRAPPER int posix_spawn_file_actions_addchdir(posix_spawn_file_actions_t *actions,
                                                   const char *path)
{
    return -coop_actions_add(
        actions, &(struct coop_action){.kind = COOP_ACTION_CHDIR, .path = (char *) path});
}

COOP_WRAPPER int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions,
                                                      const char *path)
{
    return posix_spawn_file_actions_addchdir(actions, path);
}

COOP_WRAPPER int posix_spawn_file_actions_addfchdir(posix_spawn_file_actions_t *actions, int fd)
{
    return -coop_actions_add(actions, &(struct coop_action){.kind = COOP_ACTION_FCHDIR, .fd = fd});
}

COOP_WRAPPER int posix_spawn_file_actions_addfchdir_np(posix_spawn_file_actions_t *actions, int fd)
{
    return posix_spawn_file_actions_addfchdir(actions, fd);
}

COOP_WRAPPER int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions,
                                                          int first)
{
    return -coop_actions_add(actions,
                             &(struct coop_action){.kind = COOP_ACTION_CLOSE_FROM, .fd = first});
}

COOP_WRAPPER int posix_spawn_file_actions_addtcsetpgrp_np(posix_spawn_file_actions_t *actions,
                                                          int terminal)
{
    return -coop_actions_add(actions,
                             &(struct coop_action){.kind = COOP_ACTION_TERMINAL, .fd = terminal});
}
