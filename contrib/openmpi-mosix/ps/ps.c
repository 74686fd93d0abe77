/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * openmpi-mosix ps; see ps.h.
 */
#include "ps.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "mosix_program.h"
#include "mosix_setpe.h"
#include "ps_history.h"
#include "ps_picture.h"
#include "ps_show.h"
#include "ps_watch.h"
#include "rank_select.h"
#include "rank_wire.h"

#define FAULT_SIZE (2 * PATH_MAX)

/* How often a picture over a long time looks. */
#define SAMPLES 1000

static enum command_exit fail(const char *fault)
{
    fprintf(stderr, "openmpi-mosix: %s\n", fault);
    return COMMAND_FAILED;
}

/* That no rank was seen, and what was not looked at: hosts without an answer, and, without root,
 * what others run, of which mosps tells nothing. */
static void say_none(const struct command_options *options, const struct ps_scene *scene, FILE *out)
{
    size_t hosts = scene->hosts.list.count;
    size_t answers = hosts - scene->silent_count;
    bool is_all = geteuid() == 0 || options->root[0] != '\0';

    if (hosts > 0 && answers == 0) {
        fprintf(out, "It is not known which ranks run there: of %zu hosts none answered.\n", hosts);
        return;
    }
    if (scene->ranks.doubt[0] != '\0') {
        fprintf(out, "It is not known which ranks run here: %s\n", scene->ranks.doubt);
        return;
    }
    fprintf(out, "No rank of %s runs under MOSIX on ", is_all ? "Open MPI" : "yours");
    if (answers < hosts) {
        fprintf(out, "the %zu of %zu nodes that answered", answers, hosts);
    } else {
        fputs(hosts > 0 ? "these nodes" : "this node", out);
    }
    fputs(is_all ? ".\n" : "; only root sees those of other users: sudo openmpi-mosix ps\n", out);
}

static void say_doubt(const struct ps_scene *scene, FILE *out)
{
    if (scene->ranks.count > 0 && scene->ranks.doubt[0] != '\0') {
        fprintf(out, "Where they run is not known: %s\n", scene->ranks.doubt);
    }
}

static void show(const struct command_options *options, const struct ps_scene *scene, FILE *out)
{
    if (options->json) {
        ps_show_json(scene, out);
        return;
    }
    if (scene->ranks.count > 0) {
        ps_show_table(scene, out);
    } else if (!options->quiet) {
        say_none(options, scene, out);
    }
    if (scene->ranks.unreadable > 0 && !options->quiet) {
        fprintf(out,
                "Of %zu of them only root may read which rank they are: sudo openmpi-mosix ps\n",
                scene->ranks.unreadable);
    }
    say_doubt(scene, out);
    ps_scene_say_silent(scene, out);
}

/* Whose ranks, or whose places, are not known is not to be overlooked. */
static bool is_doubtful(const struct ps_scene *scene)
{
    return scene->silent_count > 0 || scene->ranks.doubt[0] != '\0';
}

/* Whether there are ranks, or somebody told that there are none. */
static bool is_known(const struct ps_scene *scene)
{
    size_t hosts = scene->hosts.list.count;

    return scene->ranks.count > 0 ||
           (hosts > 0 ? scene->silent_count < hosts : scene->ranks.doubt[0] == '\0');
}

/* What is painted again and again. */
struct subject {
    const struct command_options *options;
    struct ps_scene *scene;
};

static enum command_exit paint(void *context, FILE *out)
{
    const struct subject *subject = context;
    char fault[FAULT_SIZE];

    if (ps_scene_look(subject->options, subject->scene, fault, sizeof(fault)) < 0) {
        fprintf(out, "%s\n", fault);
        return COMMAND_OK;
    }
    show(subject->options, subject->scene, out);
    return is_doubtful(subject->scene) ? COMMAND_FAILED : COMMAND_OK;
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

/* Adds what was seen, unless nothing is known. Returns 0 or -errno. */
static int add_sample(struct ps_scene *scene, struct ps_history *history, double time, char *fault,
                      size_t size)
{
    int rc;

    if (!is_known(scene)) {
        return 0;
    }
    ps_places_update(&history->places, &scene->cluster, getenv("PATH"));
    rc = ps_history_add(history, &scene->ranks, time);
    if (rc < 0) {
        snprintf(fault, size, "%s", strerror(-rc));
    }
    return rc;
}

/* Looks again and again, until the time is over, the ranks have ended, or somebody says so. Returns
 * 0 or -errno. */
static int record(const struct command_options *options, struct ps_scene *scene,
                  struct ps_history *history, char *fault, size_t size)
{
    long pause = options->seconds * 1000 / SAMPLES;
    double start = 0;
    int rc;

    pause = pause > PS_WATCH_MS ? pause : PS_WATCH_MS;
    ps_watch_note_signals();
    for (;;) {
        bool has_ended;

        rc = ps_scene_look(options, scene, fault, size);
        start = start > 0 ? start : now();
        has_ended = history->count > 0 && (rc == -ENOENT || (rc == 0 && scene->ranks.count == 0));
        if (has_ended && !is_doubtful(scene)) {
            return 0;
        }
        if (!has_ended) {
            rc = rc == 0 ? add_sample(scene, history, now() - start, fault, size) : rc;
            if (rc < 0) {
                return rc;
            }
        }
        if (ps_watch_signal() != 0 || now() - start >= (double) options->seconds) {
            return 0;
        }
        (void) poll(NULL, 0, (int) pause);
    }
}

static int draw(const struct command_options *options, struct ps_scene *scene, FILE *out,
                char *fault, size_t size)
{
    static struct ps_history history;
    int rc;

    if (options->seconds > 0) {
        rc = record(options, scene, &history, fault, size);
        if (history.count > 0) {
            ps_history_svg(&history, out);
        }
    } else {
        rc = ps_scene_look(options, scene, fault, size);
        if (rc == 0 && is_known(scene)) {
            ps_places_update(&history.places, &scene->cluster, getenv("PATH"));
            ps_show_svg(scene, &history.places, out);
        }
    }
    ps_history_free(&history);
    return rc;
}

static enum command_exit fail_file(const char *path, int error)
{
    if (error == EEXIST) {
        fprintf(stderr,
                "openmpi-mosix: %s exists, and is no picture of openmpi-mosix ps: use another "
                "name, or remove it\n",
                path);
    } else {
        fprintf(stderr, "openmpi-mosix: cannot write %s: %s\n", path, strerror(error));
    }
    return COMMAND_FAILED;
}

/* Returns what draw() does, and writes what it drew, if it drew something. */
static int draw_into(const struct command_options *options, struct ps_scene *scene,
                     struct ps_picture *picture, int *written, char *fault, size_t size)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    bool is_whole = out != NULL;
    int rc = 0;

    if (out != NULL) {
        rc = draw(options, scene, out, fault, size);
        is_whole = fclose(out) == 0;
    }
    if (!is_whole) {
        ps_picture_drop(picture);
        *written = -ENOMEM;
    } else if (length == 0) {
        ps_picture_drop(picture);
    } else {
        *written = ps_picture_write(picture, text, length);
    }
    free(text);
    return rc;
}

static enum command_exit draw_file(const struct command_options *options, struct ps_scene *scene)
{
    char fault[FAULT_SIZE];
    struct ps_picture picture;
    int written = ps_picture_open(options->svg, &picture);
    int rc;

    if (written < 0) {
        return fail_file(options->svg, -written);
    }
    rc = draw_into(options, scene, &picture, &written, fault, sizeof(fault));
    if (written < 0) {
        return fail_file(options->svg, -written);
    }
    ps_scene_say_silent(scene, stderr);
    say_doubt(scene, stderr);
    if (rc == 0 && scene->ranks.count == 0 && !options->quiet &&
        (options->seconds == 0 || !is_known(scene))) {
        say_none(options, scene, stderr);
    }
    return rc < 0 ? fail(fault) : COMMAND_OK;
}

/* For a `ps` on another node. */
static enum command_exit tell(const struct command_options *options, struct ps_scene *scene)
{
    char fault[FAULT_SIZE];
    char mossetpe[PATH_MAX];
    uint32_t home = 0;

    if (ps_scene_look(options, scene, fault, sizeof(fault)) < 0) {
        return fail(fault);
    }
    if (scene->ranks.doubt[0] != '\0') {
        return fail(scene->ranks.doubt);
    }
    if (mosix_program_find("mossetpe", getenv("PATH"), mossetpe) == 0) {
        (void) mosix_setpe_ask(mossetpe, &home, fault, sizeof(fault));
    }
    rank_wire_put(&scene->ranks, home, stdout);
    return COMMAND_OK;
}

static enum command_exit run(const struct command_options *options, struct ps_scene *scene)
{
    struct subject subject = {options, scene};
    char fault[FAULT_SIZE];

    if (options->raw) {
        return tell(options, scene);
    }
    if (options->watch) {
        enum command_exit result = ps_watch(paint, &subject, stdout);

        if (result == COMMAND_USAGE) {
            fputs("openmpi-mosix: --watch needs a terminal; without it, ps prints once\n", stderr);
        }
        return result;
    }
    if (options->svg != NULL) {
        return draw_file(options, scene);
    }
    if (ps_scene_look(options, scene, fault, sizeof(fault)) < 0) {
        ps_scene_say_silent(scene, stderr);
        return fail(fault);
    }
    show(options, scene, stdout);
    return COMMAND_OK;
}

enum command_exit ps_run(const struct command_options *options)
{
    char fault[FAULT_SIZE];
    struct rank_list none = {0};
    struct ps_scene scene;
    enum command_exit result;

    if (options->sort != NULL && rank_list_sort(&none, options->sort) < 0) {
        fprintf(stderr, "openmpi-mosix: --sort %s: use %s\n", options->sort, RANK_LIST_ORDERS);
        return COMMAND_USAGE;
    }
    if (options->word_count > 0 && rank_select_check(options->words[0], fault, sizeof(fault)) < 0) {
        (void) fail(fault);
        return COMMAND_USAGE;
    }
    if (ps_scene_open(options, &scene, fault, sizeof(fault)) < 0) {
        return fail(fault);
    }
    result = run(options, &scene);
    result = result == COMMAND_OK && is_doubtful(&scene) ? COMMAND_FAILED : result;
    ps_scene_close(&scene);
    return result;
}
