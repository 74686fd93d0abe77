/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Making mosrun's command line; see mosrun_argv.h.
 */
#include "mosrun_argv.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mosix_address.h"
#include "mosrun_env.h"
#include "mosrun_fragile.h"
#include "mosrun_host.h"
#include "mosrun_rules.h"
#include "mosrun_values.h"
#include "mosrun_words.h"

/* A command line under construction; error keeps the first failure, so that callers test once. */
struct builder {
    char **argv;
    int count;
    int room;
    int error;
};

/* Appends prefix and text as one argument. */
static void append(struct builder *builder, const char *prefix, const char *text)
{
    size_t size = strlen(prefix) + strlen(text) + 1;
    char *word;

    if (builder->error != 0) {
        return;
    }
    if (builder->count + 1 >= builder->room) {
        int room = builder->room * 2 + 16;
        char **larger = realloc(builder->argv, (size_t) room * sizeof(*larger));

        if (larger == NULL) {
            builder->error = -ENOMEM;
            return;
        }
        larger[builder->count] = NULL;
        builder->argv = larger;
        builder->room = room;
    }
    word = malloc(size);
    if (word == NULL) {
        builder->error = -ENOMEM;
        return;
    }
    snprintf(word, size, "%s%s", prefix, text);
    builder->argv[builder->count++] = word;
    builder->argv[builder->count] = NULL;
}

/* Appends a flag and an address as one argument; fails on a value that is not an address. */
static void append_address(struct builder *builder, const char *flag, const char *text)
{
    char quad[MOSIX_QUAD_SIZE];
    uint32_t home;

    if (mosix_quad_parse(text, &home) < 0) {
        builder->error = -EINVAL;
        return;
    }
    append(builder, flag, mosix_quad_format(home, quad));
}

/* One entry of a host list: a node number and an address have an option of their own form. */
static void append_host(struct builder *builder, const char *host)
{
    uint32_t home;

    if (mosrun_number_check(host, 0, UINT32_MAX) == 0) {
        append(builder, mosrun_options[MOSRUN_REMOTE_HOST_NUMBER].flag, host);
    } else if (mosix_quad_parse(host, &home) == 0) {
        append_address(builder, mosrun_options[MOSRUN_REMOTE_HOST_ADDRESS].flag, host);
    } else {
        append(builder, mosrun_options[MOSRUN_REMOTE_HOST_NAME].flag, host);
    }
}

static void append_listed_host(struct builder *builder, const char *list, unsigned long rank)
{
    char host[MOSRUN_HOST_MAX];
    int rc = mosrun_host_of_rank(list, rank, host);

    if (rc < 0) {
        builder->error = rc;
        return;
    }
    append_host(builder, host);
}

static void append_directories(struct builder *builder, const char *flag, const char *list)
{
    for (;;) {
        size_t length = strcspn(list, ":");
        char *directory = strndup(list, length);

        if (directory == NULL) {
            builder->error = -ENOMEM;
            return;
        }
        append(builder, flag, directory);
        free(directory);
        if (list[length] == '\0') {
            return;
        }
        list += length + 1;
    }
}

/* A number, or a word that stands for one. */
static void append_number(struct builder *builder, const struct mosrun_option *option,
                          const char *flag, const char *value)
{
    const struct mosrun_choice *choice =
        option->choices != NULL ? mosrun_choice_find(option, value) : NULL;

    append(builder, flag, choice != NULL && choice->argument != NULL ? choice->argument : value);
}

static void append_choice(struct builder *builder, const struct mosrun_option *option,
                          const char *value, const char *suffix)
{
    const struct mosrun_choice *choice = mosrun_choice_find(option, value);

    if (choice == NULL) {
        builder->error = -EINVAL;
    } else if (choice->argument != NULL) {
        append(builder, choice->argument, suffix);
    }
}

/* The argument that a value stands for, by the table alone. */
static void append_value(struct builder *builder, const struct mosrun_option *option,
                         const char *value)
{
    switch (option->kind) {
    case MOSRUN_CHOICE:
        append_choice(builder, option, value, "");
        break;
    case MOSRUN_NUMBER:
        append_number(builder, option, option->flag, value);
        break;
    case MOSRUN_ADDRESS:
        append_address(builder, option->flag, value);
        break;
    case MOSRUN_DIRECTORIES:
        append_directories(builder, option->flag, value);
        break;
    default:
        append(builder, option->flag, value);
        break;
    }
}

static void append_auto(struct builder *builder, const struct mosrun_option *option,
                        unsigned long number)
{
    char text[24];

    snprintf(text, sizeof(text), "%lu", number);
    append(builder, option->flag, text);
}

/* -q or -Q, which says what happens to a rank that the queue gives up. */
static const char *queue_flag(const struct mosrun_settings *settings)
{
    const struct mosrun_choice *choice = mosrun_choice_find(&mosrun_options[MOSRUN_QUEUE_ABORT],
                                                            settings->value[MOSRUN_QUEUE_ABORT]);

    return choice != NULL ? choice->argument : mosrun_options[MOSRUN_QUEUE_PRIORITY].flag;
}

/* The options that need more than their own value. Returns whether id is one of them. */
static bool append_special(struct builder *builder, const struct mosrun_settings *settings,
                           const struct mosrun_identity *identity, enum mosrun_option_id id)
{
    const struct mosrun_option *option = &mosrun_options[id];
    const char *value = settings->value[id];
    bool is_auto = strcmp(value, MOSRUN_AUTO) == 0;

    switch (id) {
    case MOSRUN_REMOTE_HOST_NAME:
        return mosrun_name_is_ignored(settings);
    case MOSRUN_REMOTE_HOST_LIST:
        append_listed_host(builder, value, identity->rank);
        return true;
    case MOSRUN_QUEUE_PRIORITY:
        append_number(builder, option, queue_flag(settings), value);
        return true;
    case MOSRUN_QUEUE_ABORT:
        /* Part of the priority's argument. */
        return true;
    case MOSRUN_PARALLEL_PROCESSES:
        if (is_auto && mosrun_is_set(settings, MOSRUN_QUEUE_PRIORITY)) {
            append_auto(builder, option, identity->local_count);
        }
        return is_auto;
    case MOSRUN_JOB_ID:
        if (is_auto) {
            append_auto(builder, option, identity->job);
        }
        return is_auto;
    case MOSRUN_BATCH:
        append_choice(builder, option, value, settings->value[MOSRUN_BATCH_DIRECTORY]);
        return true;
    default:
        /* Without a flag or words it is not an option of mosrun. */
        return option->flag == NULL && option->kind != MOSRUN_CHOICE;
    }
}

/*
 * All options, except those that extra_args (words) has too, those that a native batch job cannot
 * have, and those that this release lacks.
 */
static void append_options(struct builder *builder, const struct mosrun_settings *settings,
                           const struct mosrun_command *command, char *const *words)
{
    bool native = mosrun_is_native_batch(settings);

    for (int i = 0; i < MOSRUN_OPTION_COUNT; i++) {
        enum mosrun_option_id id = (enum mosrun_option_id) i;

        if (mosrun_is_set(settings, id) && !(native && mosrun_options[id].mosix_only) &&
            mosrun_option_exists(&mosrun_options[id], command->release) &&
            !mosrun_is_in_words(words, id) &&
            !append_special(builder, settings, command->identity, id)) {
            append_value(builder, &mosrun_options[id], settings->value[id]);
        }
    }
}

/* The variables that a setuid program loses, as mosenv hands them to mosrun. */
static void append_variables(struct builder *builder, const struct mosrun_command *command)
{
    if (command->release != MOSIX_RELEASE_4 || command->env == NULL) {
        return;
    }
    for (char *const *variable = command->env; *variable != NULL; variable++) {
        if (mosrun_env_is_argument(*variable, command->mosenv)) {
            append(builder, "-a", *variable);
        }
    }
}

/*
 * Which rank it is. mosrun is setuid, so that nobody but root can read the environment of a rank
 * [real], and its owner could not tell the ranks from each other.
 */
static void append_rank(struct builder *builder, const struct mosrun_command *command)
{
    static const char *const names[] = {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE",
                                        "PMIX_NAMESPACE", "MOSIX_COOP_HOME"};
    char text[256] = "";

    if (command->release != MOSIX_RELEASE_4 || command->env == NULL ||
        mosrun_env_get(command->env, names[0]) == NULL) {
        return;
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *value = mosrun_env_get(command->env, names[i]);
        size_t used = strlen(text);

        snprintf(text + used, sizeof(text) - used, "%s%s", i > 0 ? "/" : "",
                 value != NULL ? value : "");
    }
    append(builder, "-a" MOSRUN_RANK_VARIABLE "=", text);
}

/* zero_known: the program's argument 0 has been announced by somebody else. */
static void append_program(struct builder *builder, const struct mosrun_command *command,
                           bool always_zero, bool zero_known)
{
    /* mosrun would take a program that starts with a dash for an option. */
    const char *prefix = command->program[0] == '-' ? "./" : "";
    char *const *argument = command->argv;
    bool same = *argument == NULL || (*prefix == '\0' && strcmp(*argument, command->program) == 0);

    if (*argument != NULL && (!same || always_zero) && !zero_known) {
        append(builder, "-z", "");
    } else if (*argument != NULL && same && !zero_known) {
        argument++;
    }
    append(builder, prefix, command->program);
    for (; *argument != NULL; argument++) {
        append(builder, "", *argument);
    }
}

int mosrun_argv_build(const struct mosrun_settings *settings, const struct mosrun_command *command,
                      char ***argv)
{
    struct builder builder = {0};
    char **words;
    int count = mosrun_words_split(settings->value[MOSRUN_EXTRA_ARGS], &words);

    if (count < 0) {
        return count;
    }
    append(&builder, "", command->mosrun);
    append_options(&builder, settings, command, words);
    append_variables(&builder, command);
    append_rank(&builder, command);
    for (int i = 0; i < count; i++) {
        append(&builder, "", words[i]);
    }
    append_program(&builder, command, strcmp(settings->value[MOSRUN_ARGUMENT_ZERO], "always") == 0,
                   mosrun_is_in_words(words, MOSRUN_ARGUMENT_ZERO));
    mosrun_words_free(words);
    if (builder.error != 0) {
        mosrun_words_free(builder.argv);
        return builder.error;
    }
    *argv = builder.argv;
    return 0;
}
