/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command line of mosrun; see rank_command.h.
 */
#include "rank_command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mosrun_argv.h"

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

static void take_option(const char *word, struct rank_command *command)
{
    static const char lead[] = "-a" MOSRUN_RANK_VARIABLE "=";

    switch (word[1]) {
    case 'L':
    case 'l':
        command->locked = word[1] == 'L';
        break;
    case 'A':
    case 'C':
        command->checkpoints = true;
        break;
    case 'a':
        if (strncmp(word, lead, strlen(lead)) == 0) {
            command->identity = word + strlen(lead);
        }
        break;
    case 'm':
        command->memory = strtoul(word + 2, NULL, 10);
        break;
    default:
        break;
    }
}

int rank_command_read(const char *block, size_t size, struct rank_command *command)
{
    const char *end = block + size;
    const char *word = block;

    memset(command, 0, sizeof(*command));
    command->program = "";
    if (size == 0 ||
        (strcmp(last_part(word), "mosrun") != 0 && strcmp(last_part(word), "mosenv") != 0)) {
        return -ENOENT;
    }
    for (word += strlen(word) + 1; word < end && word[0] == '-'; word += strlen(word) + 1) {
        take_option(word, command);
    }
    if (word < end) {
        command->program = word;
    }
    return 0;
}
