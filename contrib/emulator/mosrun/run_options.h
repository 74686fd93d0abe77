/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * mosrun's command line: the grammars of all profiles as one table, and the parser that follows it.
 * Libc only: the words go in, a struct or a reason comes out. What differs between the profiles,
 * and how well it is known, is said in profile.[ch]; the table has what they share [doc].
 */
#ifndef MOSIX_EMULATOR_RUN_OPTIONS_H
#define MOSIX_EMULATOR_RUN_OPTIONS_H

#include "profile.h"

#include <stdbool.h>
#include <stddef.h>

#define RUN_PRIVATE_DIRECTORIES 10
#define RUN_VARIABLES 64
#define RUN_OBSOLETE 8

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
    const char *variables[RUN_VARIABLES]; /* -a: NAME=VALUE */
    size_t variable_count;
    char obsolete[RUN_OBSOLETE]; /* letters in the order given, ended; more are dropped */
    bool own_words;              /* after an error: REASON is what MOSIX itself says */

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

/* In which profiles a row of the table exists, apart from its letter. */
enum run_option_sense { RUN_SENSE_ANY, RUN_SENSE_FREEZES, RUN_SENSE_OTHER };

/* A row of the table, for listings. */
struct run_option_help {
    char letter;
    enum run_option_sense sense;
    bool program_option; /* else a location option or a form of its own */
    bool emulated;       /* else accepted, checked and without effect */
    const char *form;    /* "-m{mb}" */
    const char *meaning;
};

/* Row INDEX (from 0) of the table, false past its end. */
bool run_options_help(size_t index, struct run_option_help *help);

/* Whether RULES have that row, be it an obsolete one. */
bool run_options_has(const struct profile_mosrun *rules, const struct run_option_help *help);

/* Whether it is one of the obsolete ones of RULES. */
bool run_options_obsolete(const struct profile_mosrun *rules, const struct run_option_help *help);

/*
 * Parse ARGV (ARGC words and an ending NULL; the first one is the name of mosrun) into *OPTIONS,
 * by RULES. Returns 0, or -EINVAL (unknown, malformed, contradicting or missing words) or -ERANGE
 * (a value out of its range). After an error REASON (SIZE bytes, always ended) has a sentence
 * without a newline that names the bad word and the remedy, and of *OPTIONS only own_words may be
 * used.
 */
int run_options_parse(const struct profile_mosrun *rules, int argc, char *const argv[],
                      struct run_options *options, char *reason, size_t size);

#endif
