/* SPDX-License-Identifier: BSD-3-Clause */
/* Everything that decides how mosrun starts the program. */
#include "run_start.h"

#include "env_names.h"
#include "faults.h"
#include "run_values.h"
#include "program_env.h"
#include "job_ids.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define JOBIDS_MAX 65536

/* Milliseconds, and the limits of what can be asked for. */
#define MOVE_TIME 20
#define MOVE_TIME_MAX 10000
#define AWAY_DELAY_MAX 1000000

/* Read the file into TEXT, ended; what does not fit is ignored. */
static int read_text(const char *path, char *text, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t length = 0;
    ssize_t got = 1;

    if (fd < 0) {
        return -errno;
    }
    while (got > 0 && length + 1 < size) {
        got = read(fd, text + length, size - length - 1);
        length += got > 0 ? (size_t) got : 0;
    }
    text[length] = '\0';
    got = got < 0 ? -errno : 0;
    close(fd);
    return (int) got;
}

static int resolve_job(const char *token, char *const environment[], long *job_id, char *reason,
                       size_t size)
{
    static char text[JOBIDS_MAX];
    const char *home = program_env_get(environment, "HOME");
    char path[PATH_MAX];
    int rc;

    snprintf(path, sizeof(path), "%s/.jobids", home == NULL ? "" : home);
    rc = read_text(path, text, sizeof(text));
    if (rc < 0) {
        snprintf(reason, size, "option -J{JobID}: '%.80s' is not a number, and %.200s: %s", token,
                 path, strerror(-rc));
        return rc;
    }
    rc = job_ids_find(text, token, job_id);
    if (rc < 0) {
        snprintf(reason, size, "option -J{JobID}: '%.80s' is not a number and not in %.200s", token,
                 path);
    }
    return rc;
}

static int prepare_settings(struct run_start *start, char *const environment[], char *reason,
                            size_t size)
{
    long job_id = start->options.job_id;
    int rc = 0;

    if (start->options.job_token != NULL) {
        rc = resolve_job(start->options.job_token, environment, &job_id, reason, size);
    }
    if (rc == 0) {
        rc = run_settings_inherit(environment, &start->settings, reason, size);
    }
    if (rc == 0) {
        run_settings_override(&start->settings, &start->options, job_id);
    }
    return rc;
}

static int prepare_discipline(struct run_start *start, char *const environment[], char *reason,
                              size_t size)
{
    const char *profile = program_env_get(environment, EMULATOR_ENV_DISCIPLINE);
    const char *threads = program_env_get(environment, EMULATOR_ENV_THREADS);
    const char *mark = program_env_get(environment, EMULATOR_ENV_FILTER);

    start->discipline =
        (struct discipline){.profile = start->profile->discipline, .mode = start->settings.mode};
    if (profile != NULL && discipline_profile_parse(profile, &start->discipline.profile) < 0) {
        snprintf(reason, size, "%s='%.80s' is unknown; expected %s, %s or %s",
                 EMULATOR_ENV_DISCIPLINE, profile, EMULATOR_DISCIPLINE_MODERN,
                 EMULATOR_DISCIPLINE_MANUAL, EMULATOR_DISCIPLINE_OFF);
        return -EINVAL;
    }
    if (threads != NULL && discipline_threads_parse(threads, &start->discipline.threads) < 0) {
        snprintf(reason, size, "%s='%.80s' is unknown; expected %s or %s", EMULATOR_ENV_THREADS,
                 threads, EMULATOR_THREADS_ALLOW, EMULATOR_THREADS_REFUSE);
        return -EINVAL;
    }
    start->inner = mark != NULL && discipline_mark_parse(mark, &start->outer) == 0;
    return 0;
}

static int prepare_trace(struct run_start *start, char *const environment[], char *reason,
                         size_t size)
{
    const char *traced = program_env_get(environment, EMULATOR_ENV_TRACED);

    if (traced != NULL && strcmp(traced, "0") != 0 && strcmp(traced, "1") != 0) {
        snprintf(reason, size, "%s='%.80s' is unknown; expected 0 or 1", EMULATOR_ENV_TRACED,
                 traced);
        return -EINVAL;
    }
    /* Inside, the outer one traces already. A native job is Linux's alone. */
    start->traced = traced != NULL && traced[0] == '1' && !start->under_mosrun && !start->native;
    start->trace = program_env_get(environment, EMULATOR_ENV_TRACE_FILE);
    start->stays = start->profile->mosrun.stays && !start->under_mosrun && !start->native;
    return 0;
}

/* VARIABLE as a number from 0 to MOST; NUMBER stays as it is where that is not set. */
static int read_number(char *const environment[], const char *variable, long most, long *number,
                       char *reason, size_t size)
{
    const char *text = program_env_get(environment, variable);

    if (text != NULL && run_value_number(text, 0, most, number) < 0) {
        snprintf(reason, size, "%s='%.80s': a number from 0 to %ld is wanted", variable, text,
                 most);
        return -EINVAL;
    }
    return 0;
}

static int prepare_nodes(struct run_start *start, char *const environment[], char *reason,
                         size_t size)
{
    long shares = 0;
    int rc = node_map_read(environment, start->home, &start->nodes, reason, size);

    start->move_time = MOVE_TIME;
    start->settings_directory = program_env_get(environment, EMULATOR_ENV_SETTINGS);
    start->cluster = program_env_get(environment, EMULATOR_ENV_CLUSTER);
    if (rc == 0) {
        rc = read_number(environment, EMULATOR_ENV_SHARES, 1, &shares, reason, size);
    }
    if (rc == 0) {
        rc = read_number(environment, EMULATOR_ENV_MOVE_TIME, MOVE_TIME_MAX, &start->move_time,
                         reason, size);
    }
    if (rc == 0) {
        rc = read_number(environment, EMULATOR_ENV_AWAY_DELAY, AWAY_DELAY_MAX, &start->away_delay,
                         reason, size);
    }
    start->shares = shares == 1;
    start->node = start->nodes.home;
    return rc;
}

/* The library lies beside mosrun, in the build tree and where it is installed. */
static int find_library(struct run_start *start, char *const environment[], char *reason,
                        size_t size)
{
    const char *given = program_env_get(environment, EMULATOR_ENV_LIBRARY);
    char self[PATH_MAX] = "";
    int length;

    if (given != NULL) {
        length = snprintf(start->library, sizeof(start->library), "%s", given);
    } else if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0) {
        snprintf(reason, size, "cannot find the directory of mosrun: /proc/self/exe: %s; set %s",
                 strerror(errno), EMULATOR_ENV_LIBRARY);
        return -errno;
    } else {
        strrchr(self, '/')[1] = '\0';
        length =
            snprintf(start->library, sizeof(start->library), "%s%s", self, EMULATOR_LIBRARY_NAME);
    }
    if (length >= (int) sizeof(start->library) || access(start->library, R_OK) < 0) {
        snprintf(reason, size,
                 "the emulator's library %.200s cannot be read: %s; build it or set %s",
                 start->library, strerror(errno), EMULATOR_ENV_LIBRARY);
        return -ENOENT;
    }
    if (start->library[0] != '/' || strpbrk(start->library, ": ") != NULL) {
        snprintf(reason, size,
                 "the path %.200s cannot be used in LD_PRELOAD: it must begin with '/' and "
                 "contain no blank and no colon",
                 start->library);
        return -EINVAL;
    }
    return 0;
}

int run_start_profile(struct run_start *start, char *const environment[], char *reason, size_t size)
{
    const char *word = program_env_get(environment, EMULATOR_ENV_PROFILE);

    if (profile_parse(word, &start->profile) < 0) {
        snprintf(reason, size, "%s='%.80s' is unknown; expected %s", EMULATOR_ENV_PROFILE, word,
                 profile_words());
        return -EINVAL;
    }
    return 0;
}

int run_start_prepare(struct run_start *start, char *const environment[], char *reason, size_t size)
{
    const char *faults_list = program_env_get(environment, EMULATOR_ENV_FAULTS);
    struct faults faults;
    char detail[256];
    int rc;

    start->native = start->options.given['E'];
    start->log = program_env_get(environment, EMULATOR_ENV_LOG);
    start->home = program_env_get(environment, EMULATOR_ENV_HOME);
    if (start->home == NULL) {
        start->home = EMULATOR_HOME_DEFAULT;
    }
    if (run_value_address(start->home) < 0) {
        snprintf(reason, size, "%s='%.80s' is not an address; expected a.b.c.d", EMULATOR_ENV_HOME,
                 start->home);
        return -EINVAL;
    }
    rc = prepare_nodes(start, environment, reason, size);
    if (rc < 0) {
        return rc;
    }
    rc = faults_parse(faults_list, &faults, detail, sizeof(detail));
    if (rc < 0) {
        snprintf(reason, size, "%s: %s", EMULATOR_ENV_FAULTS, detail);
        return rc;
    }
    rc = prepare_settings(start, environment, reason, size);
    if (rc == 0) {
        rc = prepare_discipline(start, environment, reason, size);
    }
    if (rc == 0) {
        start->under_mosrun = program_env_get(environment, EMULATOR_ENV_RUN) != NULL;
        rc = prepare_trace(start, environment, reason, size);
    }
    return rc < 0 ? rc : find_library(start, environment, reason, size);
}
