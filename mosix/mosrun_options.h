/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The launch settings: one table with a row per parameter of odls mosix, what values it takes and
 * which argument of mosrun it becomes. Registration, the checks of single values, help texts and
 * the command line of mosrun are made from this table. CONTRIBUTING.md shows by an example what a
 * new option of mosrun needs.
 *
 * Sources: options of mosrun are those of its manual of 2009 [doc] and those of MOSIX 4.4.3, every
 * one of which was tried [real]; the parameter names come from the Open MPI patch of 2012 [doc].
 * Upper limits of numbers are not documented: the table allows what fits a signed 32-bit number
 * [assumed], and where MOSIX 4.4.3 takes less, that [real].
 * Libc only.
 */
#ifndef MOSRUN_OPTIONS_H
#define MOSRUN_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "mosix_release.h"

/* The value that lets the launcher choose. */
#define MOSRUN_AUTO "auto"

/* The libraries that the launcher looks for when the allocator is auto, the best first [real]. */
#define MOSRUN_ALLOCATORS "libjemalloc.so.2, libtcmalloc_minimal.so.4"

/* Stands for the options without a letter, -{a.b.c.d} and -{n}, in a row's letters. */
#define MOSRUN_LETTER_NODE "#"

/* The order is that of mosrun's command line. */
enum mosrun_option_id {
    MOSRUN_ENABLE,
    MOSRUN_RELEASE,
    MOSRUN_VERBOSE,
    MOSRUN_EXECUTABLE,
    MOSRUN_ADDRESS_FILES,
    MOSRUN_START_LOCATION,
    MOSRUN_REMOTE_HOST_NAME,
    MOSRUN_REMOTE_HOST_ADDRESS,
    MOSRUN_REMOTE_HOST_NUMBER,
    MOSRUN_REMOTE_HOST_LIST,
    MOSRUN_RANDOM_HOST_LIST,
    MOSRUN_START_ELSEWHERE,
    MOSRUN_GRID_CLASS,
    MOSRUN_MIGRATION_LOCK,
    MOSRUN_FREEZE,
    MOSRUN_EXPECTED_RUN_TIME,
    MOSRUN_CHECKPOINT_INTERVAL,
    MOSRUN_CHECKPOINT_VERSIONS,
    MOSRUN_QUEUE_PRIORITY,
    MOSRUN_QUEUE_ABORT,
    MOSRUN_PARALLEL_PROCESSES,
    MOSRUN_JOB_ID,
    MOSRUN_REQUIRED_MEMORY,
    MOSRUN_STATISTICS_DECAY,
    MOSRUN_COUNT_SYSCALLS,
    MOSRUN_UNSUPPORTED_SYSCALLS,
    MOSRUN_LOCAL_TIME,
    MOSRUN_BATCH,
    MOSRUN_BATCH_DIRECTORY,
    MOSRUN_BATCH_STDIN,
    MOSRUN_CHECKPOINT_FILE,
    MOSRUN_PRIVATE_DIRECTORIES,
    MOSRUN_ARGUMENT_ZERO,
    MOSRUN_EXTRA_ARGS,
    MOSRUN_LD_PRELOAD,
    MOSRUN_THREADS,
    MOSRUN_ALLOCATOR,
    MOSRUN_OPTION_COUNT
};

/* How a value is written. An empty value always means "not set". */
enum mosrun_kind {
    MOSRUN_NUMBER,      /* decimal digits, from min to max, or one of choices if there are any */
    MOSRUN_CHOICE,      /* one of choices */
    MOSRUN_ADDRESS,     /* dotted quad */
    MOSRUN_HOST,        /* host name that resolves */
    MOSRUN_HOSTS,       /* comma list of host names, dotted quads and MOSIX node numbers */
    MOSRUN_RANGES,      /* the same, and ranges such as 3-7 */
    MOSRUN_TOKEN,       /* decimal digits, or a word without blanks that starts with a letter */
    MOSRUN_TIME,        /* one of the forms of mosrun's -D */
    MOSRUN_DIRECTORY,   /* path that starts with / */
    MOSRUN_DIRECTORIES, /* colon list of at most max directories as -X allows them */
    MOSRUN_LIBRARY,     /* one of choices, or a path that starts with / and can be preloaded */
    MOSRUN_WORDS,       /* arguments, quoted as in a shell */
    MOSRUN_TEXT         /* anything */
};

/* One word of a MOSRUN_CHOICE; argument is NULL when the word gives mosrun no argument. */
struct mosrun_choice {
    const char *word;
    const char *argument;
};

struct mosrun_option {
    const char *name; /* without the prefix odls_mosix_ */
    enum mosrun_kind kind;
    const char *initial;                 /* value when nobody sets one, never NULL */
    unsigned long min;                   /* MOSRUN_NUMBER: smallest number */
    unsigned long max;                   /* largest number, or how many entries a list may have */
    unsigned long max_4;                 /* MOSRUN_NUMBER: max of MOSIX 4; 0: as above */
    const char *flag;                    /* argument of mosrun that takes the value, or NULL */
    const char *off;                     /* a value that gives mosrun no argument, or NULL */
    const struct mosrun_choice *choices; /* ends with a NULL word; NULL for none */
    const char *letters;                 /* options of mosrun that mean the same, or NULL */
    bool mosix_only;                     /* does not apply to native batch jobs [doc] */
    bool of_all;                         /* counts for all of mpirun's applications */
    bool expands;                        /* the value may hold %r and the like */
    enum mosix_release releases;         /* those whose mosrun has it; all for what is not its */
    const char *only_2009;               /* a value that only MOSIX of 2009 has, or NULL */
    const char *instead;                 /* what to do where one is missing, in one sentence */
    const char *text;                    /* what it does, for ompi_info */
};

extern const struct mosrun_option mosrun_options[MOSRUN_OPTION_COUNT];

/*
 * The parameters that name a node, each before the one that it overrides. At most one may be set,
 * but for an address together with a name.
 */
#define MOSRUN_HOST_COUNT 5
extern const enum mosrun_option_id mosrun_hosts[MOSRUN_HOST_COUNT];

/* The row of word among the option's choices, or NULL. */
const struct mosrun_choice *mosrun_choice_find(const struct mosrun_option *option,
                                               const char *word);

/* Whether that release's mosrun has it; MOSIX_RELEASE_NONE: true, because nothing is known. */
bool mosrun_option_exists(const struct mosrun_option *option, enum mosix_release release);

/* The same for an option with that value. */
bool mosrun_value_exists(const struct mosrun_option *option, const char *value,
                         enum mosix_release release);

/* The largest number that it takes there. */
unsigned long mosrun_option_max(const struct mosrun_option *option, enum mosix_release release);

/*
 * The row of an option of mosrun, given by its letter or MOSRUN_LETTER_NODE, that another release
 * has and this one lacks; -1 for one that it has, and for a letter that no row knows.
 */
int mosrun_option_missing(char letter, enum mosix_release release);

#endif
