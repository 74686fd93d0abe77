/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command line of openmpi-mosix; see command_options.h.
 */
#include "command_options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct option long_options[] = {
    {"block", required_argument, NULL, 'b'},
    {"conf", required_argument, NULL, 'c'},
    {"dry-run", no_argument, NULL, 'n'},
    {"help", no_argument, NULL, 'h'},
    {"json", no_argument, NULL, 'j'},
    {"quiet", no_argument, NULL, 'q'},
    {"root", required_argument, NULL, 'r'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

static const struct {
    const char *word;
    enum command_verb verb;
} verbs[] = {
    {"enable", COMMAND_ENABLE},
    {"disable", COMMAND_DISABLE},
    {"status", COMMAND_STATUS},
};

static enum command_verb verb_of(const char *word)
{
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        if (strcmp(word, verbs[i].word) == 0) {
            return verbs[i].verb;
        }
    }
    return COMMAND_NONE;
}

static int set_root(const char *name, struct command_options *options, char *fault, size_t size)
{
    char found[PATH_MAX];
    struct stat status;

    if (realpath(name, found) == NULL || stat(found, &status) != 0 || !S_ISDIR(status.st_mode)) {
        snprintf(fault, size, "--root %s: no such directory", name);
        return -EINVAL;
    }
    snprintf(options->root, sizeof(options->root), "%s", strcmp(found, "/") == 0 ? "" : found);
    return 0;
}

static int set_option(int letter, struct command_options *options, char *fault, size_t size)
{
    switch (letter) {
    case 'b':
        options->block = optarg;
        return 0;
    case 'c':
        options->conf[options->conf_count++] = optarg;
        return 0;
    case 'h':
        options->verb = COMMAND_HELP;
        return 0;
    case 'j':
        options->json = true;
        return 0;
    case 'n':
        options->dry_run = true;
        return 0;
    case 'q':
        options->quiet = true;
        return 0;
    case 'r':
        return set_root(optarg, options, fault, size);
    case 'V':
        options->verb = COMMAND_VERSION;
        return 0;
    default:
        return -EINVAL;
    }
}

static int read_verb(int argc, char **argv, struct command_options *options, char *fault,
                     size_t size)
{
    if (options->verb != COMMAND_NONE) {
        return 0;
    }
    if (optind == argc) {
        snprintf(fault, size, "no command given (use enable, disable or status)");
        return -EINVAL;
    }
    options->verb = verb_of(argv[optind]);
    if (options->verb == COMMAND_NONE) {
        snprintf(fault, size, "unknown command \"%s\" (use enable, disable or status)",
                 argv[optind]);
        return -EINVAL;
    }
    if (optind + 1 < argc) {
        snprintf(fault, size, "unexpected argument \"%s\" (to name a file, use --conf FILE)",
                 argv[optind + 1]);
        return -EINVAL;
    }
    if (options->json && options->verb != COMMAND_STATUS) {
        snprintf(fault, size, "--json works with status only");
        return -EINVAL;
    }
    if (options->dry_run && options->verb == COMMAND_STATUS) {
        snprintf(fault, size,
                 "--dry-run works with enable and disable only; status changes nothing");
        return -EINVAL;
    }
    return 0;
}

/* What getopt_long() did not like about a word of the command line. */
static void name_fault(int letter, const char *word, char *fault, size_t size)
{
    if (letter == ':') {
        snprintf(fault, size, "option %s needs a value", word);
    } else if (strncmp(word, "--", 2) == 0 && strchr(word, '=') != NULL) {
        snprintf(fault, size, "unknown option %s, or it takes no value", word);
    } else {
        snprintf(fault, size, "unknown option %s", word);
    }
}

int command_options_read(int argc, char **argv, struct command_options *options, char *fault,
                         size_t fault_size)
{
    int letter;
    int rc = 0;

    memset(options, 0, sizeof(*options));
    options->conf = calloc((size_t) argc + 1, sizeof(*options->conf));
    if (options->conf == NULL) {
        snprintf(fault, fault_size, "not enough memory");
        return -EINVAL;
    }
    optind = 0;
    opterr = 0;
    while (rc == 0 && (letter = getopt_long(argc, argv, ":hqV", long_options, NULL)) != -1) {
        if (letter == '?' || letter == ':') {
            name_fault(letter, argv[optind - 1], fault, fault_size);
            rc = -EINVAL;
        } else {
            rc = set_option(letter, options, fault, fault_size);
        }
    }
    if (rc == 0) {
        rc = read_verb(argc, argv, options, fault, fault_size);
    }
    if (rc < 0) {
        command_options_free(options);
    }
    return rc;
}

void command_options_free(struct command_options *options)
{
    free(options->conf);
    options->conf = NULL;
    options->conf_count = 0;
}
