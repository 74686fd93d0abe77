/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether the nodes are there on which processes of this node are guests. When such a node
 * vanishes, MOSIX tells nobody: mosps goes on to list what ran there, and mosrun waits for it for
 * ever [real]. So the launcher looks now and then. Libc only.
 */
#ifndef GUEST_WATCH_H
#define GUEST_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "mosps_text.h"

/*
 * A node counts as gone when so many looks in a row found it silent, and it has been so for that
 * many milliseconds: a busy node answers late.
 */
#define GUEST_WATCH_LOOKS 2
#define GUEST_WATCH_PATIENCE 5000

/* A node with guests. */
struct guest_node {
    char place[MOSPS_PLACE_SIZE];
    unsigned silent; /* looks in a row that found it so */
    int64_t since;   /* the first of them, in milliseconds */
    bool is_listed;  /* in this look */
};

/* All zero to begin with. */
struct guest_watch {
    struct guest_node *nodes;
    size_t count;
};

/* A process of this node that was a guest of a node which is gone; milliseconds: for how long. */
struct lost_guest {
    pid_t pid;
    char place[MOSPS_PLACE_SIZE];
    int64_t silence;
};

struct lost_guests {
    struct lost_guest *list;
    size_t count;
};

/* Whether a node is silent now; blocks while it is asked. */
typedef bool (*guest_is_silent_fn)(const char *place, void *argument);

/*
 * Takes what `mosps` has printed at a time, and asks each node that has guests of this one. Adds
 * the processes that are lost to lost, which guest_watch_release() gives back. Without memory it
 * finds none.
 */
void guest_watch_look(struct guest_watch *watch, const char *mosps, int64_t now,
                      guest_is_silent_fn is_silent, void *argument, struct lost_guests *lost);

void guest_watch_release(struct lost_guests *lost);
void guest_watch_end(struct guest_watch *watch);

#endif
