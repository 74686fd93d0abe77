/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command line of openmpi-mosix.
 * Libc only.
 */
#ifndef COMMAND_OPTIONS_H
#define COMMAND_OPTIONS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

enum command_verb {
    COMMAND_NONE,
    COMMAND_ENABLE,
    COMMAND_DISABLE,
    COMMAND_STATUS,
    COMMAND_NODE_CHECK,
    COMMAND_NODE_SETUP,
    COMMAND_NODE_UNDO,
    COMMAND_PS,
    COMMAND_MIGRATE,
    COMMAND_FREEZE,
    COMMAND_CONTINUE,
    COMMAND_KILL,
    COMMAND_HOSTFILE,
    COMMAND_HELP,
    COMMAND_VERSION
};

/* Exit statuses, as the manual page lists them. */
enum command_exit {
    COMMAND_OK = 0,
    COMMAND_FAILED = 1, /* status: something is not registered */
    COMMAND_USAGE = 2,
    COMMAND_DAMAGED = 3, /* a block is damaged; its file was not changed */
    COMMAND_NOTHING = 4  /* no Open MPI was found; node setup: no MOSIX */
};

#define COMMAND_SECONDS_MAX 1000000
#define COMMAND_TIMEOUT_MAX 3600

struct command_options {
    enum command_verb verb;
    bool json;
    bool quiet;
    bool yes;            /* node setup, freeze: do it */
    bool watch;          /* ps: again and again */
    bool dry_run;        /* only show what would be done */
    char root[PATH_MAX]; /* "" for this system, else an absolute path */
    const char *block;   /* the file with what is registered, or NULL */
    const char **conf;   /* files named on the command line */
    size_t conf_count;
    bool nodes;           /* ps, doctor: ask the nodes of MOSIX's map */
    const char *hostfile; /* ps, doctor: or the hosts of this file, or NULL */
    const char *agent;    /* ps, doctor: by this command, or NULL for the launcher's */
    long timeout;         /* ps, doctor: how many seconds a host may take, or 0 */
    const char *sort;     /* ps: by what, or NULL */
    const char *svg;      /* ps: the file for a picture, or NULL */
    const char *signal;   /* kill: its name, or NULL */
    bool raw;             /* ps: as lines for another node */
    long seconds;         /* ps: how long it is to draw, or 0 */
    char *const *words;   /* what follows the command */
    size_t word_count;
};

/*
 * Reads the command line. Returns 0 and fills in *options, to be given back by
 * command_options_free(); or -EINVAL and writes into fault what is wrong, without a full stop.
 */
int command_options_read(int argc, char **argv, struct command_options *options, char *fault,
                         size_t fault_size);

/* Refuses --nodes, --hostfile, --agent and --timeout where they do not fit. Returns as above. */
int command_options_check_hosts(const struct command_options *options, char *fault, size_t size);

/*
 * Sets the option that getopt_long() has found, by its letter, with optarg. Returns as above; fault
 * stays as it is where getopt_long() itself did not like the word.
 */
int command_options_set(int letter, struct command_options *options, char *fault, size_t size);

/* Whether other hosts are to be asked. */
bool command_options_want_hosts(const struct command_options *options);

void command_options_free(struct command_options *options);

#endif
