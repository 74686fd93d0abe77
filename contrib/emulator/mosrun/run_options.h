/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * mosrun's command line: the grammar of the manual of 2009 as one table, and the parser that
 * follows it. Libc only: the words go in, a struct or a reason comes out. Grammar [doc]; where the
 * manual is silent the comment in the table's source says what was chosen [assumed].
 */
#ifndef MOSIX_EMULATOR_RUN_OPTIONS_H
#define MOSIX_EMULATOR_RUN_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#define RUN_PRIVATE_DIRECTORIES 10

/* The letter under which -{a.b.c.d} and -{n} are filed. */
#define RUN_OPTION_NODE '#'

/* What mosrun was called for. */
enum run_form {
    RUN_FORM_RUN,      /* program [args] */
    RUN_FORM_MULTIPLE, /* -S{maxjobs} commands-file[,failed-file] */
    RUN_FORM_RECOVER,  /* -R{checkpoint} */
    RUN_FORM_INSPECT,  /* -I{checkpoint} */
};

/*
 * All pointers point into the parsed argv or are NULL. Numbers are meaningful only where
 * given[letter] is set.
 */
struct run_options {
    enum run_form form;
    bool given[128]; /* by the option's letter */

    const char *where;        /* -r, -j, -{a.b.c.d} or -{n}: the value as it was written */
    const char *directory;    /* -E/dir or -M/dir, NULL: the current directory */
    const char *job_token;    /* -J with a token of $HOME/.jobids; NULL: job_id holds */
    const char *checkpoint;   /* -C, -R, -I */
    const char *redirections; /* -O */
    const char *private_directories[RUN_PRIVATE_DIRECTORIES];
    size_t private_directory_count;

    long class;    /* -G, 1 when no number was given */
    long job_id;   /* -J */
    long minutes;  /* -D */
    long interval; /* -A, minutes */
    long versions; /* -N, 0 = no limit */
    long priority; /* -q, -Q; -1 = the node's default */
    long parallel; /* -P */
    long memory;   /* -m, megabytes */
    long decay;    /* -d, 0-10000 */
    long max_jobs; /* -S */

    char *const
        *operands; /* the first word that is not an option, and all that follow, ended by NULL */
    int operand_count;
};

/* A row of the table, for listings. */
struct run_option_help {
    char letter;
    bool program_option; /* else a location option or a form of its own */
    bool emulated;       /* else accepted, checked and without effect */
    const char *form;    /* "-m{mb}" */
    const char *meaning;
};

/* Row INDEX (from 0) of the table, false past its end. */
bool run_options_help(size_t index, struct run_option_help *help);

/*
 * Parse ARGV (ARGC words and an ending NULL; the first one is the name of mosrun) into *OPTIONS.
 * Returns 0, or -EINVAL (unknown, malformed, contradicting or missing words) or -ERANGE (a value
 * out of its range). After an error REASON (SIZE bytes, always ended) has a sentence without a
 * newline that names the bad word and the remedy, and *OPTIONS must not be used.
 */
int run_options_parse(int argc, char *const argv[], struct run_options *options, char *reason,
                      size_t size);

#endif
