/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looking at ranks of one node or of several; see ps_scene.h.
 */
#include "ps_scene.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program_output.h"
#include "rank_here.h"
#include "rank_select.h"
#include "rank_why.h"
#include "rank_wire.h"

static void forget(struct ps_scene *scene)
{
    rank_list_free(&scene->ranks);
    mosix_cluster_free(&scene->cluster);
    free(scene->silent);
    scene->silent = NULL;
    scene->silent_count = 0;
}

int ps_scene_open(const struct command_options *options, struct ps_scene *scene, char *fault,
                  size_t size)
{
    memset(scene, 0, sizeof(*scene));
    return command_options_want_hosts(options) ? hosts_choose(options, &scene->hosts, fault, size)
                                               : 0;
}

void ps_scene_close(struct ps_scene *scene)
{
    forget(scene);
    hosts_free(&scene->hosts);
}

/* Takes what one host said. */
static int take_answer(struct ps_scene *scene, const struct host *host,
                       const struct host_answer *answer)
{
    struct ps_silent *silent = &scene->silent[scene->silent_count];
    int rc = answer->rc == 0 && answer->output != NULL
                 ? rank_wire_read(answer->output, host->name, &scene->ranks)
                 : -EINVAL;

    if (rc == -EINVAL) {
        silent->name = host->name;
        program_output_says(answer->output, answer->rc, silent->said, sizeof(silent->said));
        scene->silent_count++;
        rc = 0;
    }
    return rc;
}

static int ask_hosts(struct ps_scene *scene)
{
    const struct host_list *list = &scene->hosts.list;
    struct host_answer *answers;
    int rc = 0;

    scene->silent = calloc(list->count + 1, sizeof(*scene->silent));
    answers = scene->silent != NULL ? hosts_ask_self(&scene->hosts, "ps --raw") : NULL;
    if (answers == NULL) {
        return -ENOMEM;
    }
    for (size_t i = 0; rc == 0 && i < list->count; i++) {
        rc = take_answer(scene, &list->list[i], &answers[i]);
    }
    host_answers_free(answers, list->count);
    return rc;
}

static void ask_cluster(struct ps_scene *scene)
{
    char unknown[2 * PATH_MAX];

    (void) mosix_cluster_ask(getenv("PATH"), &scene->cluster, unknown, sizeof(unknown));
}

/* Reasons are found by the node whose ranks they are; here by this one. */
static int look_here(const struct command_options *options, struct ps_scene *scene, char *fault,
                     size_t size)
{
    int rc = rank_here(options->root, &scene->ranks, fault, size);

    if (rc < 0) {
        return rc;
    }
    if (options->root[0] == '\0' && (scene->ranks.count > 0 || options->svg != NULL)) {
        ask_cluster(scene);
    }
    rank_why_all(&scene->ranks, scene->cluster.count > 0 ? &scene->cluster : NULL);
    return 0;
}

static int look_there(const struct command_options *options, struct ps_scene *scene, char *fault,
                      size_t size)
{
    int rc = ask_hosts(scene);

    if (rc < 0) {
        snprintf(fault, size, "%s", strerror(-rc));
    } else if (options->svg != NULL) {
        ask_cluster(scene);
    }
    return rc;
}

int ps_scene_look(const struct command_options *options, struct ps_scene *scene, char *fault,
                  size_t size)
{
    int rc;

    forget(scene);
    rc = scene->hosts.list.count > 0 ? look_there(options, scene, fault, size)
                                     : look_here(options, scene, fault, size);
    if (rc == 0 && options->word_count > 0 &&
        rank_select(&scene->ranks, options->words[0], fault, size) < 0) {
        rc = -ENOENT;
    }
    (void) rank_list_sort(&scene->ranks, options->sort != NULL ? options->sort : "job");
    return rc;
}

void ps_scene_say_silent(const struct ps_scene *scene, FILE *out)
{
    for (size_t i = 0; i < scene->silent_count; i++) {
        fprintf(out, "%s tells nothing: %s\n", scene->silent[i].name, scene->silent[i].said);
    }
    if (scene->silent_count > 0) {
        fputs("What to do: openmpi-mosix doctor, with the same --nodes or --hostfile\n", out);
    }
}
