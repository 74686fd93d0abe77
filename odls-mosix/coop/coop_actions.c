/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_actions.h. */
#include "coop_actions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "coop_descriptors.h"

/* The list is an array of ours at the place where the C library has its own. */
static struct coop_action *list_of(const posix_spawn_file_actions_t *actions)
{
    return (struct coop_action *) (void *) actions->__actions;
}

void coop_actions_init(posix_spawn_file_actions_t *actions)
{
    memset(actions, 0, sizeof(*actions));
}

static int make_room(posix_spawn_file_actions_t *actions)
{
    int room = actions->__allocated + 8;
    struct coop_action *list;

    if (actions->__used < actions->__allocated) {
        return 0;
    }
    list = realloc(list_of(actions), (size_t) room * sizeof(*list));
    if (list == NULL) {
        return -ENOMEM;
    }
    actions->__actions = (void *) list;
    actions->__allocated = room;
    return 0;
}

int coop_actions_add(posix_spawn_file_actions_t *actions, const struct coop_action *action)
{
    char *path = NULL;

    if (action->fd < 0 || action->target < 0) {
        return -EBADF;
    }
    if (make_room(actions) < 0) {
        return -ENOMEM;
    }
    if (action->path != NULL) {
        path = strdup(action->path);
        if (path == NULL) {
            return -ENOMEM;
        }
    }
    list_of(actions)[actions->__used] = *action;
    list_of(actions)[actions->__used].path = path;
    actions->__used++;
    return 0;
}

void coop_actions_destroy(posix_spawn_file_actions_t *actions)
{
    for (int i = 0; i < actions->__used; i++) {
        free(list_of(actions)[i].path);
    }
    free(list_of(actions));
    coop_actions_init(actions);
}

static int status_of(int result)
{
    return result < 0 ? -errno : 0;
}

/* Closing what is not open is not an error. */
static int perform_close(int fd, int report)
{
    if (fd != report) {
        close(fd);
    }
    return 0;
}

/* A copy onto itself survives exec. */
static int perform_dup(int fd, int target)
{
    int flags;

    if (fd != target) {
        return status_of(dup2(fd, target));
    }
    flags = fcntl(fd, F_GETFD);
    return flags < 0 ? -errno : status_of(fcntl(fd, F_SETFD, flags & ~FD_CLOEXEC));
}

static int perform_open(const struct coop_action *action)
{
    int fd;
    int rc = 0;

    close(action->fd);
    fd = open(action->path, action->flags, action->mode);
    if (fd >= 0 && fd != action->fd) {
        rc = status_of(dup2(fd, action->fd));
        close(fd);
    }
    return fd < 0 ? -errno : rc;
}

static int perform_close_from(int first, int report)
{
    if (first < report) {
        coop_descriptors_close((unsigned) first, (unsigned) report - 1, false);
    }
    coop_descriptors_close((unsigned) (first > report ? first : report + 1), ~0U, false);
    return 0;
}

static int perform(const struct coop_action *action, int report)
{
    switch (action->kind) {
    case COOP_ACTION_CLOSE:
        return perform_close(action->fd, report);
    case COOP_ACTION_DUP:
        return action->fd == report ? -EBADF : perform_dup(action->fd, action->target);
    case COOP_ACTION_OPEN:
        return perform_open(action);
    case COOP_ACTION_CHDIR:
        return status_of(chdir(action->path));
    case COOP_ACTION_FCHDIR:
        return action->fd == report ? -EBADF : status_of(fchdir(action->fd));
    case COOP_ACTION_CLOSE_FROM:
        return perform_close_from(action->fd, report);
    case COOP_ACTION_TERMINAL:
        return status_of(tcsetpgrp(action->fd, getpgrp()));
    }
    return -EINVAL;
}

/* Get out of the way if ACTION is about to put a descriptor where *REPORT is. */
static int move_report(const struct coop_action *action, int *report)
{
    bool collides = (action->kind == COOP_ACTION_DUP && action->target == *report) ||
                    (action->kind == COOP_ACTION_OPEN && action->fd == *report);
    int moved;

    if (!collides) {
        return 0;
    }
    moved = fcntl(*report, F_DUPFD_CLOEXEC, *report + 1);
    if (moved < 0) {
        return -errno;
    }
    *report = moved;
    return 0;
}

int coop_actions_perform(const posix_spawn_file_actions_t *actions, int *report)
{
    int rc = 0;

    for (int i = 0; actions != NULL && i < actions->__used && rc == 0; i++) {
        const struct coop_action *action = &list_of(actions)[i];

        rc = move_report(action, report);
        if (rc == 0) {
            rc = perform(action, *report);
        }
    }
    return rc;
}
