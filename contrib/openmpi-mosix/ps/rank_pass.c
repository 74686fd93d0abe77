/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Orders to ranks of several home nodes; see rank_pass.h.
 */
#include "rank_pass.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program_output.h"
#include "ps_scene.h"
#include "rank_order.h"
#include "rank_select.h"

#define FAULT_SIZE (2 * PATH_MAX)

/* What shells of other hosts take as it is. */
#define PLAIN                                                                                      \
    "abcdefghijklmnopqrstuvwxyz"                                                                   \
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"                                                                   \
    "0123456789_.,:@=+-"

/* How many ranks got an order, of how many. */
struct sum {
    unsigned long given;
    unsigned long all;
};

static enum command_exit fail(const char *fault)
{
    fprintf(stderr, "openmpi-mosix: %s\n", fault);
    return COMMAND_FAILED;
}

/* Two jobs of two nodes may have one name, because each mpirun makes its own up. */
static const struct rank *find_twin(const struct rank_list *ranks)
{
    for (size_t i = 0; i < ranks->count; i++) {
        for (size_t j = 0; j < i; j++) {
            const struct rank *one = &ranks->list[i];
            const struct rank *other = &ranks->list[j];

            if (one->number >= 0 && one->number == other->number && !one->is_child &&
                !other->is_child && strcmp(one->job, other->job) == 0 &&
                strcmp(one->node, other->node) != 0) {
                return one;
            }
        }
    }
    return NULL;
}

/* Whether the words go through any shell as they are. */
static bool is_plain(const char *word)
{
    return word == NULL || word[strspn(word, PLAIN)] == '\0';
}

/* The words for the other hosts: there a number alone could mean another job. */
static enum command_exit write_words(const struct command_options *options,
                                     const struct rank_list *ranks, char *words, size_t size)
{
    static const char *const verbs[] = {[COMMAND_MIGRATE] = "migrate",
                                        [COMMAND_FREEZE] = "freeze",
                                        [COMMAND_CONTINUE] = "continue",
                                        [COMMAND_KILL] = "kill"};
    const char *who = options->words[0];
    const char *place = options->word_count > 1 ? options->words[1] : "";
    bool is_named = rank_select_is_named(ranks, who);
    const char *job = is_named ? "" : ranks->list[0].job;

    if (!is_plain(who) || !is_plain(place) || !is_plain(options->signal) || !is_plain(job)) {
        return fail("only letters, digits and _.,:@=+- can be passed on to other hosts: run this "
                    "command there");
    }
    if (!is_named) {
        who += who[0] == ':';
    }
    if ((size_t) snprintf(words, size, "%s --raw%s%s%s%s -- %s%s%s %s", verbs[options->verb],
                          options->dry_run ? " --dry-run" : "", options->yes ? " --yes" : "",
                          options->signal != NULL ? " --signal=" : "",
                          options->signal != NULL ? options->signal : "", job, is_named ? "" : ":",
                          who, place) >= size) {
        return fail("these words are too long to be passed on to other hosts");
    }
    return COMMAND_OK;
}

/* What a host printed but for the sum, with the host's name; of other hosts it may be anything. */
static void say_lines(const struct host *host, const char *output, FILE *out)
{
    while (output != NULL && *output != '\0') {
        size_t length = strcspn(output, "\r\n");

        if (length > 0 && output[0] != '=') {
            fprintf(out, "%s: ", host->name);
            for (size_t i = 0; i < length; i++) {
                fputc((unsigned char) output[i] < ' ' || output[i] == 127 ? ' ' : output[i], out);
            }
            fputc('\n', out);
        }
        output += length + strspn(output + length, "\r\n");
    }
}

/* How many ranks of the list a host told of. */
static size_t count_of(const struct rank_list *ranks, const struct host *host)
{
    size_t count = 0;

    for (size_t i = 0; i < ranks->count; i++) {
        count += strcmp(ranks->list[i].node, host->name) == 0;
    }
    return count;
}

/* Takes what one host said. Returns whether all its ranks got the order. */
static bool take_answer(const struct host *host, const struct host_answer *answer, size_t wanted,
                        bool is_dry, struct sum *sum)
{
    unsigned long given = 0;
    unsigned long all = 0;
    char value[64];
    char said[256];
    bool has_sum = host_answer_find(answer, RANK_ORDER_NAME, value, sizeof(value)) &&
                   sscanf(value, "%lu %lu", &given, &all) == 2 && given <= all && all <= wanted;

    sum->all += wanted;
    if (has_sum) {
        sum->given += given;
        say_lines(host, answer->output, is_dry ? stdout : stderr);
    } else {
        program_output_says(answer->output, answer->rc, said, sizeof(said));
        fprintf(stderr, "openmpi-mosix: %s of %s got the order: %s\n",
                answer->rc == COMMAND_FAILED || answer->rc == COMMAND_USAGE
                    ? "no rank"
                    : "it is not known which ranks",
                host->name, said);
    }
    return has_sum && answer->rc == 0 && given == wanted;
}

/* Asks those hosts that have such ranks. */
static enum command_exit pass(const struct command_options *options, struct ps_scene *scene,
                              const char *words, struct sum *sum)
{
    struct hosts homes = scene->hosts;
    enum command_exit result = COMMAND_OK;
    struct host_answer *answers = NULL;

    homes.limit *= HOST_ORDER_LIMIT;
    homes.list.count = 0;
    homes.list.list = calloc(scene->hosts.list.count + 1, sizeof(*homes.list.list));
    for (size_t i = 0; homes.list.list != NULL && i < scene->hosts.list.count; i++) {
        if (count_of(&scene->ranks, &scene->hosts.list.list[i]) > 0) {
            homes.list.list[homes.list.count++] = scene->hosts.list.list[i];
        }
    }
    if (homes.list.list != NULL) {
        answers = hosts_ask_self(&homes, words);
    }
    if (answers == NULL) {
        free(homes.list.list);
        return fail("not enough memory");
    }
    for (size_t i = 0; i < homes.list.count; i++) {
        const struct host *host = &homes.list.list[i];

        if (!take_answer(host, &answers[i], count_of(&scene->ranks, host), options->dry_run, sum)) {
            result = COMMAND_FAILED;
        }
    }
    host_answers_free(answers, homes.list.count);
    free(homes.list.list);
    return result;
}

/* With ranks that are known. */
static enum command_exit order(const struct command_options *options, struct ps_scene *scene)
{
    const char *who = options->words[0];
    const struct rank *twin = find_twin(&scene->ranks);
    enum command_exit result;
    struct sum sum = {0, 0};
    char words[512];
    size_t elsewhere;
    size_t all;

    if (!rank_order_is_named(options, &scene->ranks)) {
        return COMMAND_FAILED;
    }
    if (twin != NULL) {
        fprintf(stderr,
                "openmpi-mosix: rank %ld of job %s is on several of these nodes, so there are two "
                "jobs of this name, or a node has two names: run this command on the node that is "
                "meant\n",
                twin->number, twin->job);
        return COMMAND_FAILED;
    }
    result = write_words(options, &scene->ranks, words, sizeof(words));
    if (result != COMMAND_OK) {
        return result;
    }
    result = pass(options, scene, words, &sum);
    if (!options->dry_run && !options->quiet) {
        printf("%lu of %lu got the %s\n", sum.given, sum.all,
               options->verb == COMMAND_KILL ? "signal" : "order");
    }
    elsewhere = rank_select_elsewhere(&scene->ranks, who, &all);
    if (elsewhere > 0) {
        fprintf(stderr,
                "openmpi-mosix: of the %zu ranks of \"%s\", %zu are on none of these nodes: their "
                "home is another one, or they have ended\n",
                all, who, elsewhere);
    }
    return scene->silent_count > 0 ? COMMAND_FAILED : result;
}

enum command_exit rank_pass_run(const struct command_options *options)
{
    char fault[FAULT_SIZE];
    struct ps_scene scene;
    enum command_exit result;

    result = rank_order_check(options);
    if (result != COMMAND_OK) {
        return result;
    }
    if (strncmp(options->words[0], "pid=", 4) == 0) {
        fputs("openmpi-mosix: a process ID means nothing on other nodes: name a job, or run this "
              "command where that process is at home\n",
              stderr);
        return COMMAND_USAGE;
    }
    if (ps_scene_open(options, &scene, fault, sizeof(fault)) < 0) {
        return fail(fault);
    }
    if (ps_scene_look(options, &scene, fault, sizeof(fault)) < 0) {
        ps_scene_say_silent(&scene, stderr);
        result = fail(fault);
    } else {
        ps_scene_say_silent(&scene, stderr);
        result = order(options, &scene);
    }
    ps_scene_close(&scene);
    return result;
}
