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
    const char *home = mosrun_environ_get(environment, "HOME");
    char path[PATH_MAX];
    int rc;

    snprintf(path, sizeof(path), "%s/.jobids", home == NULL ? "" : home);
    rc = read_text(path, text, sizeof(text));
    if (rc < 0) {
        snprintf(reason, size, "option -J{JobID}: '%.80s' is no number, and %.200s: %s", token,
                 path, strerror(-rc));
        return rc;
    }
    rc = mosrun_jobids_find(text, token, job_id);
    if (rc < 0) {
        snprintf(reason, size, "option -J{JobID}: '%.80s' is no number and not in %.200s", token,
                 path);
    }
    return rc;
}

static int prepare_settings(struct mosrun_start *start, char *const environment[], char *reason,
                            size_t size)
{
    long job_id = start->options.job_id;
    int rc = 0;

    if (start->options.job_token != NULL) {
        rc = resolve_job(start->options.job_token, environment, &job_id, reason, size);
    }
    if (rc == 0) {
        rc = mosrun_settings_inherit(environment, &start->settings, reason, size);
    }
    if (rc == 0) {
        mosrun_settings_override(&start->settings, &start->options, job_id);
    }
    return rc;
}

static int prepare_discipline(struct mosrun_start *start, char *const environment[], char *reason,
                              size_t size)
{
    const char *profile = mosrun_environ_get(environment, EMULATOR_ENV_DISCIPLINE);
    const char *threads = mosrun_environ_get(environment, EMULATOR_ENV_THREADS);
    const char *mark = mosrun_environ_get(environment, EMULATOR_ENV_FILTER);

    start->discipline = (struct emulator_discipline){.mode = start->settings.mode};
    if (profile != NULL && emulator_profile_parse(profile, &start->discipline.profile) < 0) {
        snprintf(reason, size, "%s='%.80s' is unknown; expected %s, %s or %s",
                 EMULATOR_ENV_DISCIPLINE, profile, EMULATOR_DISCIPLINE_MODERN,
                 EMULATOR_DISCIPLINE_MANUAL, EMULATOR_DISCIPLINE_OFF);
        return -EINVAL;
    }
    if (threads != NULL && emulator_threads_parse(threads, &start->discipline.threads) < 0) {
        snprintf(reason, size, "%s='%.80s' is unknown; expected %s or %s", EMULATOR_ENV_THREADS,
                 threads, EMULATOR_THREADS_ALLOW, EMULATOR_THREADS_REFUSE);
        return -EINVAL;
    }
    start->inner = mark != NULL && emulator_mark_parse(mark, &start->outer) == 0;
    return 0;
}

/* The library lies beside mosrun, in the build tree and where it is installed. */
static int find_library(struct mosrun_start *start, char *const environment[], char *reason,
                        size_t size)
{
    const char *given = mosrun_environ_get(environment, EMULATOR_ENV_LIBRARY);
    char self[PATH_MAX] = "";
    int length;

    if (given != NULL) {
        length = snprintf(start->library, sizeof(start->library), "%s", given);
    } else if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0) {
        snprintf(reason, size, "cannot find my own directory: /proc/self/exe: %s; set %s",
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
                 "the path %.200s cannot stand in LD_PRELOAD: it must begin with '/' and have "
                 "no blank and no colon",
                 start->library);
        return -EINVAL;
    }
    return 0;
}

int mosrun_start_prepare(struct mosrun_start *start, char *const environment[], char *reason,
                         size_t size)
{
    const char *faults_list = mosrun_environ_get(environment, EMULATOR_ENV_FAULTS);
    struct emulator_faults faults;
    char detail[256];
    int rc;

    start->native = start->options.given['E'];
    start->log = mosrun_environ_get(environment, EMULATOR_ENV_LOG);
    start->home = mosrun_environ_get(environment, EMULATOR_ENV_HOME);
    if (start->home == NULL) {
        start->home = EMULATOR_HOME_DEFAULT;
    }
    if (emulator_value_address(start->home) < 0) {
        snprintf(reason, size, "%s='%.80s' is no address; expected a.b.c.d", EMULATOR_ENV_HOME,
                 start->home);
        return -EINVAL;
    }
    rc = emulator_faults_parse(faults_list, &faults, detail, sizeof(detail));
    if (rc < 0) {
        snprintf(reason, size, "%s: %s", EMULATOR_ENV_FAULTS, detail);
        return rc;
    }
    rc = prepare_settings(start, environment, reason, size);
    if (rc == 0) {
        rc = prepare_discipline(start, environment, reason, size);
    }
    return rc < 0 ? rc : find_library(start, environment, reason, size);
}
