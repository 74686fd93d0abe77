/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Everything that decides how mosrun starts the program: the command line, the settings of an outer
 * mosrun and the variables of the emulator, read and checked before anything is done.
 */
#ifndef MOSIX_EMULATOR_RUN_START_H
#define MOSIX_EMULATOR_RUN_START_H

#include "discipline.h"
#include "node_map.h"
#include "profile.h"
#include "run_options.h"
#include "run_settings.h"

#include <limits.h>
#include <stdbool.h>

struct run_start {
    const struct profile *profile; /* which MOSIX is emulated */
    bool keeps_environment;        /* called as mosenv */
    bool native;                   /* -E: no discipline, no mailbox */
    bool under_mosrun;             /* this is a process of an outer mosrun */
    bool stays;                    /* the started process stays, as the program's parent */
    bool traced;                   /* ... and stops it at every system call */
    bool inner;                    /* an outer mosrun's filter is in force ... */
    struct discipline outer;       /* ... this one */
    struct discipline discipline;  /* what this start asks for */
    struct run_options options;
    struct run_settings settings;
    const char *home;               /* dotted quad */
    struct node_map nodes;          /* where processes can be; one node: nothing moves */
    uint32_t node;                  /* where the program begins */
    bool shares;                    /* each node has processors of its own */
    long move_time;                 /* of a process that moves, in milliseconds */
    long away_delay;                /* of each system call away from home, in microseconds */
    const char *settings_directory; /* of nodes; NULL: none */
    const char *cluster;            /* directory that several hosts share; NULL: none */
    const char *log;                /* NULL: none */
    const char *trace; /* file for the counts of a traced program, NULL: standard error */
    char library[PATH_MAX];
};

/* Set the profile of *START, which the command line is parsed by. 0, or -EINVAL and a REASON. */
int run_start_profile(struct run_start *start, char *const environment[], char *reason,
                      size_t size);

/*
 * Fill *START from ENVIRONMENT and the files that the options name. Its options, its profile and
 * keeps_environment must be set already. 0, or -errno and a sentence without a newline in REASON
 * (SIZE bytes, ended).
 */
int run_start_prepare(struct run_start *start, char *const environment[], char *reason,
                      size_t size);

#endif
