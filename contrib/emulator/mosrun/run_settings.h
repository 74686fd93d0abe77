/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a process under mosrun is told about itself: the options that children and inner mosruns
 * inherit (-c -d -e -J -G -L -l -m -n -T -t -u -w [doc]). They travel in the environment. PURE.
 */
#ifndef MOSIX_EMULATOR_MOSRUN_SETTINGS_H
#define MOSIX_EMULATOR_MOSRUN_SETTINGS_H

#include "discipline.h"
#include "run_options.h"

#include <stddef.h>

enum mosrun_setting {
    MOSRUN_SETTING_LOCK,      /* 1: -L, 0: -l */
    MOSRUN_SETTING_CLASS,     /* -G */
    MOSRUN_SETTING_JOBID,     /* -J */
    MOSRUN_SETTING_MEMORY,    /* -m */
    MOSRUN_SETTING_DECAY,     /* -d */
    MOSRUN_SETTING_COUNT,     /* 1: -n, 0: -c */
    MOSRUN_SETTING_LOCALTIME, /* 1: -t, 0: -T */
    MOSRUN_SETTING_NUMBER
};

#define MOSRUN_UNSET (-1)

struct mosrun_settings {
    enum emulator_mode mode;
    long values[MOSRUN_SETTING_NUMBER]; /* MOSRUN_UNSET: neither given nor a default */
};

/* The environment variable that carries a setting. */
const char *mosrun_setting_variable(enum mosrun_setting setting);

/*
 * The settings of this process: those of the mosrun outside, which are in ENVIRONMENT if there is
 * one, or the defaults. 0, or -EINVAL and a sentence in REASON (SIZE bytes, ended) when a variable
 * holds something that mosrun never writes.
 */
int mosrun_settings_inherit(char *const environment[], struct mosrun_settings *settings,
                            char *reason, size_t size);

/* Let the options of the command line win. JOB_ID is what -J means; it is ignored when -J was not
 * given. */
void mosrun_settings_override(struct mosrun_settings *settings,
                              const struct emulator_options *options, long job_id);

#endif
