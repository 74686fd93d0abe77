/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a process under mosrun is told about itself: the options that children and inner mosruns
 * inherit (-c -d -e -J -G -L -l -m -n -T -t -u -w [doc]). They travel in the environment. Libc
 * only.
 */
#ifndef MOSIX_EMULATOR_RUN_SETTINGS_H
#define MOSIX_EMULATOR_RUN_SETTINGS_H

#include "discipline.h"
#include "run_options.h"

#include <stddef.h>

enum run_setting {
    RUN_SETTING_LOCK,      /* 1: -L, 0: -l */
    RUN_SETTING_CLASS,     /* -G */
    RUN_SETTING_JOBID,     /* -J */
    RUN_SETTING_MEMORY,    /* -m */
    RUN_SETTING_DECAY,     /* -d */
    RUN_SETTING_COUNT,     /* 1: -n, 0: -c */
    RUN_SETTING_LOCALTIME, /* 1: -t, 0: -T */
    RUN_SETTING_NUMBER
};

#define RUN_UNSET (-1)

struct run_settings {
    enum discipline_mode mode;
    long values[RUN_SETTING_NUMBER]; /* RUN_UNSET: neither given nor a default */
};

/* The environment variable that carries a setting. */
const char *run_setting_variable(enum run_setting setting);

/*
 * The settings of this process: those of the mosrun outside, which are in ENVIRONMENT if there is
 * one, or the defaults. 0, or -EINVAL and a sentence in REASON (SIZE bytes, ended) when a variable
 * holds something that mosrun never writes.
 */
int run_settings_inherit(char *const environment[], struct run_settings *settings, char *reason,
                         size_t size);

/*
 * Let the options of the command line win. JOB_ID is what -J means; it is ignored when -J was not
 * given.
 */
void run_settings_override(struct run_settings *settings, const struct run_options *options,
                           long job_id);

#endif
