/* SPDX-License-Identifier: BSD-3-Clause */
/* The settings that children and inner mosruns inherit. Libc only. */
#include "run_settings.h"

#include "env_names.h"
#include "run_values.h"
#include "program_env.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>

static const struct {
    const char *variable;
    long most;
    long initial;
} setting_table[RUN_SETTING_NUMBER] = {
    [RUN_SETTING_LOCK] = {EMULATOR_ENV_LOCK, 1, 0},
    [RUN_SETTING_CLASS] = {EMULATOR_ENV_CLASS, INT_MAX, 0},
    [RUN_SETTING_JOBID] = {EMULATOR_ENV_JOBID, INT_MAX, 0},
    [RUN_SETTING_MEMORY] = {EMULATOR_ENV_MEMORY, INT_MAX, RUN_UNSET},
    [RUN_SETTING_DECAY] = {EMULATOR_ENV_DECAY, 10000, RUN_UNSET},
    [RUN_SETTING_COUNT] = {EMULATOR_ENV_COUNT, 1, RUN_UNSET},
    [RUN_SETTING_LOCALTIME] = {EMULATOR_ENV_LOCALTIME, 1, RUN_UNSET},
};

const char *run_setting_variable(enum run_setting setting)
{
    return setting_table[setting].variable;
}

static int explain(const char *variable, const char *value, char *reason, size_t size)
{
    snprintf(reason, size, "%s='%.80s': only mosrun sets this variable; unset it and %s", variable,
             value, EMULATOR_ENV_RUN);
    return -EINVAL;
}

int run_settings_inherit(char *const environment[], struct run_settings *settings, char *reason,
                         size_t size)
{
    bool inner = program_env_get(environment, EMULATOR_ENV_RUN) != NULL;
    const char *value = program_env_get(environment, EMULATOR_ENV_SYSCALLS);

    settings->mode = DISCIPLINE_MODE_KILL;
    if (inner && value != NULL && discipline_mode_parse(value, &settings->mode) < 0) {
        return explain(EMULATOR_ENV_SYSCALLS, value, reason, size);
    }
    for (int i = 0; i < RUN_SETTING_NUMBER; i++) {
        settings->values[i] = setting_table[i].initial;
        value = program_env_get(environment, setting_table[i].variable);
        if (inner && value != NULL &&
            run_value_number(value, 0, setting_table[i].most, &settings->values[i]) < 0) {
            return explain(setting_table[i].variable, value, reason, size);
        }
    }
    return 0;
}

void run_settings_override(struct run_settings *settings, const struct run_options *options,
                           long job_id)
{
    const struct {
        char letter;
        enum run_setting setting;
        long value;
    } overrides[] = {
        {'L', RUN_SETTING_LOCK, 1},
        {'l', RUN_SETTING_LOCK, 0},
        {'G', RUN_SETTING_CLASS, options->class},
        {'J', RUN_SETTING_JOBID, job_id},
        {'m', RUN_SETTING_MEMORY, options->memory},
        {'d', RUN_SETTING_DECAY, options->decay},
        {'n', RUN_SETTING_COUNT, 1},
        {'c', RUN_SETTING_COUNT, 0},
        {'t', RUN_SETTING_LOCALTIME, 1},
        {'T', RUN_SETTING_LOCALTIME, 0},
    };

    for (size_t i = 0; i < sizeof(overrides) / sizeof(overrides[0]); i++) {
        if (options->given[(unsigned char) overrides[i].letter]) {
            settings->values[overrides[i].setting] = overrides[i].value;
        }
    }
    if (options->given['w']) {
        settings->mode = DISCIPLINE_MODE_REPORT;
    } else if (options->given['e']) {
        settings->mode = DISCIPLINE_MODE_ERROR;
    } else if (options->given['u']) {
        settings->mode = DISCIPLINE_MODE_KILL;
    }
}
