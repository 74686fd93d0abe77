/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Everything that decides how mosrun starts the program: the command line, the settings of an outer
 * mosrun and the variables of the emulator, read and checked before anything is done.
 */
#ifndef MOSIX_EMULATOR_RUN_START_H
#define MOSIX_EMULATOR_RUN_START_H

#include "discipline.h"
#include "profile.h"
#include "run_options.h"
#include "run_settings.h"

#include <limits.h>
#include <stdbool.h>

struct run_start {
    const struct profile *profile; /* which MOSIX is emulated */
    bool keeps_environment;        /* called as mosenv */
    bool native;                   /* -E: no discipline, no mailbox */
    bool inner;                    /* an outer mosrun's filter is in force ... */
    struct discipline outer;       /* ... this one */
    struct discipline discipline;  /* what this start asks for */
    struct run_options options;
    struct run_settings settings;
    const char *home; /* dotted quad */
    const char *log;  /* NULL: none */
    char library[PATH_MAX];
};

/*
 * Fill *START from ENVIRONMENT and the files that the options name. Its options and
 * keeps_environment must be set already. 0, or -errno and a sentence without a newline in REASON
 * (SIZE bytes, ended).
 */
int run_start_prepare(struct run_start *start, char *const environment[], char *reason,
                      size_t size);

#endif
