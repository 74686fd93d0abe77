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
    uint32_t address;  /* 0 while it is not known */
    bool has_answered; /* since it has guests */
    unsigned silent;   /* looks in a row that found it so */
    int64_t since;     /* the first of them, in milliseconds */
    bool is_listed;    /* in the last list */
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

/*
 * How nodes are asked, all of which may block: the address of a node of which place is the number
 * or address, or 0; whether something answers at an address; whether MOSIX knows that place.
 */
struct guest_probe {
    uint32_t (*find)(const char *place);
    bool (*answers)(uint32_t address);
    bool (*is_known)(const char *place);
};

/* Takes what `mosps` has printed: from now on, these are the nodes with guests. Without memory it
 * knows less. */
void guest_watch_list(struct guest_watch *watch, const char *mosps);

/*
 * Asks the nodes with guests. Returns whether one is gone. Such a node does not answer; if it never
 * did, which may be a firewall, MOSIX must not know it any more either.
 */
bool guest_watch_look(struct guest_watch *watch, int64_t now, const struct guest_probe *probe);

/* Adds to lost the processes that `mosps` has printed now and whose node is gone;
 * guest_watch_release() gives them back. Without memory there are less. */
void guest_watch_find_lost(const struct guest_watch *watch, const char *mosps, int64_t now,
                           struct lost_guests *lost);

void guest_watch_release(struct lost_guests *lost);
void guest_watch_end(struct guest_watch *watch);

#endif
