/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Gives every application of mpirun's command line the settings that precede it. The
 * command line and the environment that mpirun was called with are read from /proc: Open MPI keeps
 * neither.
 */
#include "odls_mosix_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mosrun_env.h"
#include "mosrun_options.h"
#include "mosrun_parameter.h"
#include "mosrun_parts.h"
#include "odls_mosix_job.h"

#define PARAMETER_PREFIX "odls_mosix_"
#define NAME_SIZE 128

/* The strings of a file in which each ends with a zero; NULL if it cannot be read. */
static char **read_strings(const char *path)
{
    FILE *file = fopen(path, "re");
    char **strings = NULL;
    char *line = NULL;
    size_t size = 0;

    if (file == NULL) {
        return NULL;
    }
    while (getdelim(&line, &size, '\0', file) > 0) {
        if (opal_argv_append_nosize(&strings, line) != OPAL_SUCCESS) {
            opal_argv_free(strings);
            strings = NULL;
            break;
        }
    }
    free(line);
    (void) fclose(file);
    return strings;
}

/* The parts of the command line, one for each application; count is that of the applications. */
static int find_parts(orte_job_t *job, char *const *command, struct mosrun_part *parts,
                      orte_app_context_t **apps, int count)
{
    struct odls_mosix_walk walk = {.job = job};
    char *const **programs = calloc((size_t) count, sizeof(*programs));
    int found = 0;
    int result = -1;

    while (programs != NULL && found < count && odls_mosix_walk(&walk)) {
        apps[found] = walk.app;
        programs[found++] = walk.app->argv;
    }
    if (programs != NULL && found == count) {
        result = mosrun_parts_find(command, (char *const *const *) programs, count, parts);
    }
    free(programs);
    return result;
}

/* What counts for an application whose own part says nothing. */
static const char *common_value(const struct mosrun_part *parts, int count, const char *name,
                                char *const *environment, int id, int *length)
{
    char variable[NAME_SIZE];
    const char *value;

    for (int i = 0; i < count; i++) {
        value = mosrun_parts_value(&parts[i], "gmca", name, length);
        if (value != NULL) {
            return value;
        }
    }
    snprintf(variable, sizeof(variable), OPAL_MCA_PREFIX "%s", name);
    value = environment != NULL ? mosrun_env_get(environment, variable) : NULL;
    if (value == NULL) {
        value = mosrun_options[id].initial;
    }
    *length = (int) strlen(value);
    return value;
}

/* Sets one parameter in the environment of every application, if any part sets it. */
static void apply_option(const struct mosrun_part *parts, orte_app_context_t **apps, int count,
                         char *const *environment, int id)
{
    char variable[NAME_SIZE];
    const char *name = variable + strlen(OPAL_MCA_PREFIX);
    bool is_set = false;
    int length;

    snprintf(variable, sizeof(variable), OPAL_MCA_PREFIX PARAMETER_PREFIX "%s",
             mosrun_options[id].name);
    for (int i = 0; i < count; i++) {
        is_set = is_set || mosrun_parts_value(&parts[i], "mca", name, &length) != NULL;
    }
    for (int i = 0; is_set && i < count; i++) {
        const char *value = mosrun_parts_value(&parts[i], "mca", name, &length);
        char *copy;

        if (mosrun_parts_exports(&parts[i], variable)) {
            continue;
        }
        if (value == NULL) {
            value = common_value(parts, count, name, environment, id, &length);
        }
        copy = strndup(value, (size_t) length);
        if (copy != NULL) {
            (void) opal_setenv(variable, copy, true, &apps[i]->env);
        }
        free(copy);
    }
}

/* Open MPI drops what precedes a later application; a misspelt name must not be dropped unseen. */
static void keep_unknown(const struct mosrun_part *part, orte_app_context_t *app)
{
    char variable[NAME_SIZE];
    const char *value;
    const char *name;
    int at = 0;

    while ((name = mosrun_parts_next(part, &at, &value)) != NULL) {
        if (!mosrun_parameter_exists(name, NULL)) {
            snprintf(variable, sizeof(variable), OPAL_MCA_PREFIX "%s", name);
            (void) opal_setenv(variable, value, true, &app->env);
        }
    }
}

void odls_mosix_apply_parts(orte_job_t *job)
{
    size_t count = (size_t) job->num_apps;
    struct mosrun_part *parts;
    orte_app_context_t **apps;
    char **command;
    char **environment;

    if (job->originator.jobid != ORTE_JOBID_INVALID || job->num_apps < 2) {
        return;
    }
    command = read_strings("/proc/self/cmdline");
    environment = read_strings("/proc/self/environ");
    parts = calloc(count, sizeof(*parts));
    apps = calloc(count, sizeof(*apps));
    if (command != NULL && parts != NULL && apps != NULL &&
        find_parts(job, command, parts, apps, (int) count) == 0) {
        for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
            if (!mosrun_options[id].of_all) {
                apply_option(parts, apps, (int) count, environment, id);
            }
        }
        for (size_t i = 0; i < count; i++) {
            keep_unknown(&parts[i], apps[i]);
        }
    }
    free(apps);
    free(parts);
    opal_argv_free(environment);
    opal_argv_free(command);
}

bool odls_mosix_is_mentioned(void)
{
    char **command = read_strings("/proc/self/cmdline");
    bool mentioned = false;

    for (char **word = command; word != NULL && *word != NULL; word++) {
        mentioned = mentioned || strstr(*word, PARAMETER_PREFIX) != NULL;
    }
    opal_argv_free(command);
    return mentioned;
}

bool odls_mosix_may_differ(void)
{
    char **command = ORTE_PROC_IS_HNP ? read_strings("/proc/self/cmdline") : NULL;
    bool several = !ORTE_PROC_IS_HNP;

    for (char **word = command; word != NULL && *word != NULL; word++) {
        several = several || strcmp(*word, ":") == 0;
    }
    opal_argv_free(command);
    return several;
}
