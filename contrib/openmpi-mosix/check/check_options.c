/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading the command line; see check_options.h.
 */
#include "check_options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option long_options[] = {
    {"help", no_argument, NULL, 'h'},        {"json", no_argument, NULL, 'j'},
    {"limit", required_argument, NULL, 'l'}, {"quiet", no_argument, NULL, 'q'},
    {"run", no_argument, NULL, 'r'},         {NULL, 0, NULL, 0},
};

static int set_limit(struct check_options *options, char *fault, size_t size)
{
    char *end;

    errno = 0;
    options->limit = strtol(optarg, &end, 10);
    if (errno != 0 || end == optarg || *end != '\0' || options->limit < 1 ||
        options->limit > CHECK_LIMIT_MAX) {
        snprintf(fault, size, "--limit %.64s: use a number of seconds, 1 to %d", optarg,
                 CHECK_LIMIT_MAX);
        return -EINVAL;
    }
    return 0;
}

static int set_option(int letter, const char *word, struct check_options *options, char *fault,
                      size_t size)
{
    switch (letter) {
    case 'h':
        options->help = true;
        return 0;
    case 'j':
        options->json = true;
        return 0;
    case 'l':
        return set_limit(options, fault, size);
    case 'q':
        options->quiet = true;
        return 0;
    case 'r':
        options->run = true;
        return 0;
    case ':':
        snprintf(fault, size, "option %.64s needs a value", word);
        return -EINVAL;
    default:
        snprintf(fault, size, "unknown option %.64s (options of the program follow its name)",
                 word);
        return -EINVAL;
    }
}

int check_options_read(int argc, char **argv, struct check_options *options, char *fault,
                       size_t size)
{
    int letter;

    memset(options, 0, sizeof(*options));
    options->limit = CHECK_LIMIT_INITIAL;
    optind = 0;
    opterr = 0;
    while ((letter = getopt_long(argc, argv, "+:hq", long_options, NULL)) != -1) {
        if (set_option(letter, argv[optind - 1], options, fault, size) < 0) {
            return -EINVAL;
        }
    }
    options->command = argv + optind;
    if (!options->help && (options->command[0] == NULL || options->command[0][0] == '\0')) {
        snprintf(fault, size, "check needs a program");
        return -EINVAL;
    }
    return 0;
}
