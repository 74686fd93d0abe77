/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The file actions of posix_spawn(). They are kept in the memory of the user's
 * posix_spawn_file_actions_t, but as our own list: what the C library stores there is known to it
 * alone, so every call that fills such an object is wrapped.
 */
#ifndef COOP_ACTIONS_H
#define COOP_ACTIONS_H

#include <spawn.h>
#include <sys/types.h>

enum coop_action_kind {
    COOP_ACTION_CLOSE,
    COOP_ACTION_DUP,
    COOP_ACTION_OPEN,
    COOP_ACTION_CHDIR,
    COOP_ACTION_FCHDIR,
    COOP_ACTION_CLOSE_FROM,
    COOP_ACTION_TERMINAL,
};

struct coop_action {
    enum coop_action_kind kind;
    int fd;     /* the descriptor that is closed, copied, or becomes the opened file */
    int target; /* COOP_ACTION_DUP: the copy's number */
    int flags;  /* COOP_ACTION_OPEN: of open() */
    mode_t mode;
    char *path; /* of open() and chdir(); a copy, owned */
};

void coop_actions_init(posix_spawn_file_actions_t *actions);

/* Append a copy of *ACTION: 0, -ENOMEM, or -EBADF for a negative descriptor. */
int coop_actions_add(posix_spawn_file_actions_t *actions, const struct coop_action *action);

void coop_actions_destroy(posix_spawn_file_actions_t *actions);

/* In the child, which may do only what signal handlers may: perform ACTIONS (NULL: none) in their
 * order. 0 or -errno of the first that fails. *REPORT is a descriptor of our own that must survive;
 * it gets another number when an action needs its number. */
int coop_actions_perform(const posix_spawn_file_actions_t *actions, int *report);

#endif
