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

static void append_address(struct builder *builder, const char *text)
{
    char quad[MOSIX_QUAD_SIZE];
    uint32_t home;

    if (mosix_quad_parse(text, &home) < 0) {
        builder->error = -EINVAL;
        return;
    }
    append(builder, "-", mosix_quad_format(home, quad));
}

/* One entry of a host list: a node number and an address have an option of their own form. */
static void append_host(struct builder *builder, const char *host)
{
    uint32_t home;

    if (mosrun_number_check(host, UINT32_MAX) == 0) {
        append(builder, "-", host);
    } else if (mosix_quad_parse(host, &home) == 0) {
        append_address(builder, host);
    } else {
        append(builder, "-r", host);
    }
}

static void append_listed_host(struct builder *builder, const char *list, unsigned long rank)
{
    char host[MOSRUN_HOST_MAX];
    unsigned long count = 1;
    size_t length;

    for (const char *at = list; *at != '\0'; at++) {
        count += *at == ',';
    }
    for (unsigned long skip = rank % count; skip > 0; skip--) {
        list = strchr(list, ',') + 1;
    }
    length = strcspn(list, ",");
    if (length >= sizeof(host)) {
        builder->error = -EINVAL;
        return;
    }
    memcpy(host, list, length);
    host[length] = '\0';
    append_host(builder, host);
}

static void append_location(struct builder *builder, const struct mosrun_settings *settings,
                            unsigned long rank)
{
    const char *list = settings->value[MOSRUN_REMOTE_HOST_LIST];
    const char *address = settings->value[MOSRUN_REMOTE_HOST_ADDRESS];
    const char *name = settings->value[MOSRUN_REMOTE_HOST_NAME];

    if (*list != '\0') {
        append_listed_host(builder, list, rank);
    } else if (*address != '\0') {
        append_address(builder, address);
    } else if (*name != '\0') {
        append(builder, mosrun_options[MOSRUN_REMOTE_HOST_NAME].flag, name);
    }
}

/* The argument that an option's value stands for, by the table alone. */
static void append_option(struct builder *builder, const struct mosrun_option *option,
                          const char *value)
{
    const struct mosrun_choice *choice;

    if (*value == '\0' || (option->off != NULL && strcmp(value, option->off) == 0)) {
        return;
    }
    switch (option->kind) {
    case MOSRUN_NUMBER:
    case MOSRUN_TOKEN:
        if (option->flag != NULL) {
            append(builder, option->flag, value);
        }
        break;
    case MOSRUN_CHOICE:
        choice = mosrun_choice_find(option, value);
        if (choice == NULL) {
            builder->error = -EINVAL;
        } else if (choice->argument != NULL) {
            append(builder, choice->argument, "");
        }
        break;
    default:
        /* Hosts and extra arguments need more than their own value. */
        break;
    }
}

static void append_words(struct builder *builder, const char *text)
{
    char **words;
    int count = mosrun_words_split(text, &words);

    if (count < 0) {
        builder->error = count;
        return;
    }
    for (int i = 0; i < count; i++) {
        append(builder, "", words[i]);
    }
    mosrun_words_free(words);
}

static void append_program(struct builder *builder, const struct mosrun_command *command)
{
    /* mosrun would take a program that starts with a dash for an option. */
    const char *prefix = command->program[0] == '-' ? "./" : "";
    char *const *argument = command->argv;

    if (*argument != NULL && *prefix == '\0' && strcmp(*argument, command->program) == 0) {
        argument++;
    } else if (*argument != NULL) {
        append(builder, "-z", "");
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

    append(&builder, "", command->mosrun);
    append_location(&builder, settings, command->rank);
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        append_option(&builder, &mosrun_options[id], settings->value[id]);
    }
    append_words(&builder, settings->value[MOSRUN_EXTRA_ARGS]);
    append_program(&builder, command);
    if (builder.error != 0) {
        mosrun_words_free(builder.argv);
        return builder.error;
    }
    *argv = builder.argv;
    return 0;
}
