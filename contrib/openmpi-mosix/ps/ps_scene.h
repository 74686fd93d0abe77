/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What ps shows at one time: ranks of this node, or of several, and what MOSIX says of the nodes.
 * Libc only.
 */
#ifndef PS_SCENE_H
#define PS_SCENE_H

#include <stdio.h>

#include "host_ask.h"
#include "mosix_cluster.h"
#include "rank_list.h"

/* A host that did not tell its ranks, and why. */
struct ps_silent {
    const char *name;
    char said[128];
};

/*
 * hosts     that are asked; its list is empty where only this node is looked at
 * ranks     of all of them that were asked for
 * silent    those hosts that did not tell
 * cluster   empty where it is not known
 */
struct ps_scene {
    struct hosts hosts;
    struct rank_list ranks;
    struct ps_silent *silent;
    size_t silent_count;
    struct mosix_cluster cluster;
};

/* Both return 0, or -errno and write into fault what could not be done. Other hosts get as long as
 * the options say. */

/* Chooses the hosts. What is left of it is given back by ps_scene_close(). */
int ps_scene_open(const struct command_options *options, struct ps_scene *scene, char *fault,
                  size_t size);

/* Looks, in the place of what was seen before. -ENOENT: there is no such rank. */
int ps_scene_look(const struct command_options *options, struct ps_scene *scene, char *fault,
                  size_t size);

/* Which hosts did not tell, and what to do. */
void ps_scene_say_silent(const struct ps_scene *scene, FILE *out);

void ps_scene_close(struct ps_scene *scene);

#endif
