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
    {"agent", required_argument, NULL, 'A'},
    {"for", required_argument, NULL, 'F'},
    {"hostfile", required_argument, NULL, 'H'},
    {"nodes", no_argument, NULL, 'N'},
    {"block", required_argument, NULL, 'b'},
    {"conf", required_argument, NULL, 'c'},
    {"dry-run", no_argument, NULL, 'n'},
    {"help", no_argument, NULL, 'h'},
    {"json", no_argument, NULL, 'j'},
    {"quiet", no_argument, NULL, 'q'},
    {"raw", no_argument, NULL, 'R'},
    {"root", required_argument, NULL, 'r'},
    {"version", no_argument, NULL, 'V'},
    {"signal", required_argument, NULL, 'k'},
    {"sort", required_argument, NULL, 's'},
    {"svg", required_argument, NULL, 'S'},
    {"timeout", required_argument, NULL, 'T'},
    {"watch", no_argument, NULL, 'w'},
    {"yes", no_argument, NULL, 'y'},
    {NULL, 0, NULL, 0},
};

/* Options that not every command has. */
enum option_bit {
    OPTION_BLOCK = 1,
    OPTION_CONF = 2,
    OPTION_DRY_RUN = 4,
    OPTION_JSON = 8,
    OPTION_YES = 16,
    OPTION_SIGNAL = 32,
    OPTION_SHOW = 64,   /* --sort, --svg, --for and --watch */
    OPTION_LIVE = 128,  /* a command without --root */
    OPTION_HOSTS = 256, /* --nodes, --hostfile, --agent and --timeout */
    OPTION_RAW = 512,
    OPTION_ORDER = OPTION_LIVE | OPTION_HOSTS | OPTION_RAW
};

static const struct {
    const char *word;
    const char *second; /* of two words, or NULL */
    enum command_verb verb;
    unsigned options; /* bits */
} verbs[] = {
    {"enable", NULL, COMMAND_ENABLE, OPTION_BLOCK | OPTION_CONF | OPTION_DRY_RUN},
    {"disable", NULL, COMMAND_DISABLE, OPTION_BLOCK | OPTION_CONF | OPTION_DRY_RUN},
    {"status", NULL, COMMAND_STATUS, OPTION_CONF | OPTION_JSON},
    {"node", "check", COMMAND_NODE_CHECK, OPTION_JSON},
    {"node", "setup", COMMAND_NODE_SETUP, OPTION_DRY_RUN | OPTION_YES},
    {"node", "undo", COMMAND_NODE_UNDO, OPTION_DRY_RUN},
    {"ps", NULL, COMMAND_PS, OPTION_JSON | OPTION_SHOW | OPTION_HOSTS | OPTION_RAW},
    {"migrate", NULL, COMMAND_MIGRATE, OPTION_ORDER | OPTION_DRY_RUN},
    {"freeze", NULL, COMMAND_FREEZE, OPTION_ORDER | OPTION_DRY_RUN | OPTION_YES},
    {"continue", NULL, COMMAND_CONTINUE, OPTION_ORDER | OPTION_DRY_RUN},
    {"kill", NULL, COMMAND_KILL, OPTION_ORDER | OPTION_DRY_RUN | OPTION_SIGNAL},
    {"hostfile", NULL, COMMAND_HOSTFILE, OPTION_LIVE},
};

/* The words that follow some commands, and how many there must be. */
static const struct {
    enum command_verb verb;
    size_t min;
    size_t max;
    const char *form; /* for a message */
} followed[] = {
    {COMMAND_PS, 0, 1, "[WHO]"},   {COMMAND_MIGRATE, 2, 2, "WHO NODE|home"},
    {COMMAND_FREEZE, 1, 1, "WHO"}, {COMMAND_CONTINUE, 1, 1, "WHO"},
    {COMMAND_KILL, 1, 1, "WHO"},
};

#define ALL_VERBS                                                                                  \
    "use enable, disable, status, node, doctor, report, check, explain, ps, migrate, freeze, "     \
    "continue, kill or "                                                                           \
    "hostfile"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

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

/* A number of seconds from 1 on, of an option. */
static int set_seconds(const char *option, const char *text, long max, long *seconds, char *fault,
                       size_t size)
{
    char *end = NULL;

    *seconds = text[0] >= '0' && text[0] <= '9' ? strtol(text, &end, 10) : 0;
    if (*seconds < 1 || *seconds > max || *end != '\0') {
        snprintf(fault, size, "%s %s: use a number of seconds from 1 to %ld", option, text, max);
        return -EINVAL;
    }
    return 0;
}

int command_options_set(int letter, struct command_options *options, char *fault, size_t size)
{
    switch (letter) {
    case 'A':
        options->agent = optarg;
        return 0;
    case 'F':
        return set_seconds("--for", optarg, COMMAND_SECONDS_MAX, &options->seconds, fault, size);
    case 'H':
        options->hostfile = optarg;
        return 0;
    case 'N':
        options->nodes = true;
        return 0;
    case 'R':
        options->raw = true;
        return 0;
    case 'T':
        return set_seconds("--timeout", optarg, COMMAND_TIMEOUT_MAX, &options->timeout, fault,
                           size);
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
    case 'k':
        options->signal = optarg;
        return 0;
    case 's':
        options->sort = optarg;
        return 0;
    case 'S':
        options->svg = optarg;
        return 0;
    case 'V':
        options->verb = COMMAND_VERSION;
        return 0;
    case 'w':
        options->watch = true;
        return 0;
    case 'y':
        options->yes = true;
        return 0;
    default:
        return -EINVAL;
    }
}

/* Finds the command of one or two words. Returns its row, or -1. */
static int find_verb(char **words)
{
    for (size_t i = 0; words[0] != NULL && i < COUNT(verbs); i++) {
        if (strcmp(words[0], verbs[i].word) == 0 &&
            (verbs[i].second == NULL ||
             (words[1] != NULL && strcmp(words[1], verbs[i].second) == 0))) {
            return (int) i;
        }
    }
    return -1;
}

static int refuse_verb(char **words, char *fault, size_t size)
{
    if (words[0] == NULL) {
        snprintf(fault, size, "no command given (" ALL_VERBS ")");
    } else if (strcmp(words[0], "node") != 0) {
        snprintf(fault, size, "unknown command \"%s\" (" ALL_VERBS ")", words[0]);
    } else if (words[1] == NULL) {
        snprintf(fault, size, "node needs a second word (use check, setup or undo)");
    } else {
        snprintf(fault, size, "unknown command \"node %s\" (use check, setup or undo)", words[1]);
    }
    return -EINVAL;
}

bool command_options_want_hosts(const struct command_options *options)
{
    return options->nodes || options->hostfile != NULL;
}

int command_options_check_hosts(const struct command_options *options, char *fault, size_t size)
{
    bool is_wanted = command_options_want_hosts(options);

    if (options->nodes && options->hostfile != NULL) {
        snprintf(fault, size, "use one of --nodes and --hostfile");
    } else if ((options->agent != NULL || options->timeout > 0) && !is_wanted) {
        snprintf(fault, size, "%s needs --nodes or --hostfile FILE, the hosts to be asked",
                 options->agent != NULL ? "--agent" : "--timeout");
    } else if (is_wanted && options->root[0] != '\0') {
        snprintf(fault, size, "--%s does not work with --root, of which nothing is run",
                 options->nodes ? "nodes" : "hostfile");
    } else {
        return 0;
    }
    return -EINVAL;
}

/* Refuses the first option that was given and that the command does not have. */
static int check_options(int row, const struct command_options *options, char *fault, size_t size)
{
    const struct {
        const char *name;
        unsigned bit;
        bool is_given;
    } given[] = {
        {"--agent", OPTION_HOSTS, options->agent != NULL},
        {"--hostfile", OPTION_HOSTS, options->hostfile != NULL},
        {"--nodes", OPTION_HOSTS, options->nodes},
        {"--timeout", OPTION_HOSTS, options->timeout > 0},
        {"--for", OPTION_SHOW, options->seconds > 0},
        {"--raw", OPTION_RAW, options->raw},
        {"--block", OPTION_BLOCK, options->block != NULL},
        {"--conf", OPTION_CONF, options->conf_count > 0},
        {"--dry-run", OPTION_DRY_RUN, options->dry_run},
        {"--json", OPTION_JSON, options->json},
        {"--signal", OPTION_SIGNAL, options->signal != NULL},
        {"--sort", OPTION_SHOW, options->sort != NULL},
        {"--svg", OPTION_SHOW, options->svg != NULL},
        {"--watch", OPTION_SHOW, options->watch},
        {"--yes", OPTION_YES, options->yes},
    };

    for (size_t i = 0; i < COUNT(given); i++) {
        if (given[i].is_given && (verbs[row].options & given[i].bit) == 0) {
            snprintf(fault, size, "%s does not work with %s%s%s", given[i].name, verbs[row].word,
                     verbs[row].second != NULL ? " " : "",
                     verbs[row].second != NULL ? verbs[row].second : "");
            return -EINVAL;
        }
    }
    if ((options->json ? 1 : 0) + (options->svg != NULL ? 1 : 0) + (options->watch ? 1 : 0) +
            (options->raw ? 1 : 0) >
        1) {
        snprintf(fault, size, "use one of --json, --svg, --watch and --raw");
        return -EINVAL;
    }
    if (options->seconds > 0 && options->svg == NULL) {
        snprintf(fault, size, "--for needs --svg FILE, the picture that is to be drawn");
        return -EINVAL;
    }
    if (options->root[0] != '\0' && (verbs[row].options & OPTION_LIVE) != 0) {
        snprintf(fault, size, "--root does not work with %s, which is for running processes",
                 verbs[row].word);
        return -EINVAL;
    }
    return command_options_check_hosts(options, fault, size);
}

/* What follows the command. */
static int take_words(int row, char **words, struct command_options *options, char *fault,
                      size_t size)
{
    options->words = words;
    for (size_t i = 0; i < COUNT(followed); i++) {
        if (followed[i].verb != verbs[row].verb) {
            continue;
        }
        while (words[options->word_count] != NULL && options->word_count < followed[i].max) {
            options->word_count++;
        }
        if (options->word_count < followed[i].min) {
            snprintf(fault, size, "%s needs more words: openmpi-mosix %s %s", verbs[row].word,
                     verbs[row].word, followed[i].form);
            return -EINVAL;
        }
    }
    words += options->word_count;
    if (words[0] != NULL) {
        snprintf(fault, size, "unexpected argument \"%s\"%s", words[0],
                 (verbs[row].options & OPTION_CONF) != 0 ? " (to name a file, use --conf FILE)"
                                                         : "");
        return -EINVAL;
    }
    return 0;
}

static int read_verb(char **argv, struct command_options *options, char *fault, size_t size)
{
    char **words = argv + optind;
    int row;

    options->words = words;
    if (options->verb != COMMAND_NONE) {
        return 0;
    }
    row = find_verb(words);
    if (row < 0) {
        return refuse_verb(words, fault, size);
    }
    options->verb = verbs[row].verb;
    words += verbs[row].second != NULL ? 2 : 1;
    if (take_words(row, words, options, fault, size) < 0) {
        return -EINVAL;
    }
    return check_options(row, options, fault, size);
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
            rc = command_options_set(letter, options, fault, fault_size);
        }
    }
    if (rc == 0) {
        rc = read_verb(argv, options, fault, fault_size);
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
