/* SPDX-License-Identifier: BSD-3-Clause */
/* Becoming the program; see run_program.h. */
#include "run_program.h"

#include "call_filter.h"
#include "env_names.h"
#include "program_env.h"
#include "say.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Those of shells and of env(1), where MOSIX's are not known. */
#define EXIT_NOT_EXECUTABLE 126
#define EXIT_NOT_FOUND 127

/* mosrun fixes this limit [doc] [real]. */
#define OPEN_FILES 1024

static enum program_env_keep keeps(const struct run_start *start)
{
    const struct profile_mosrun *rules = &start->profile->mosrun;

    if (rules->root_keeps && getuid() == 0) {
        return PROGRAM_ENV_KEEP_ALL;
    }
    if (!start->keeps_environment) {
        return PROGRAM_ENV_KEEP_NONE;
    }
    return rules->mosenv_keeps_two ? PROGRAM_ENV_KEEP_TWO : PROGRAM_ENV_KEEP_ALL;
}

static void add_settings(struct program_env *copy, const struct run_start *start)
{
    char text[32];

    program_env_add(copy, EMULATOR_ENV_RUN, start->home);
    program_env_add(copy, EMULATOR_ENV_SYSCALLS, discipline_mode_word(start->settings.mode));
    for (int i = 0; i < RUN_SETTING_NUMBER; i++) {
        if (start->settings.values[i] != RUN_UNSET) {
            snprintf(text, sizeof(text), "%ld", start->settings.values[i]);
            program_env_add(copy, run_setting_variable(i), text);
        }
    }
    if (start->stays && start->nodes.count > 1) {
        snprintf(text, sizeof(text), "%d", (int) getppid());
        program_env_add(copy, EMULATOR_ENV_PLACES, text);
    }
    program_env_preload(copy, start->library);
}

/* NULL: no memory. */
static struct program_env *make_environment(const struct run_start *start,
                                            char *const environment[])
{
    struct program_env *copy = program_env_create(environment, start->library, keeps(start));
    bool adds_filter = !start->native && start->discipline.profile != DISCIPLINE_PROFILE_OFF;
    char text[DISCIPLINE_MARK_SIZE];

    if (copy == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < start->options.variable_count; i++) {
        program_env_set(copy, start->options.variables[i]);
    }
    if (adds_filter || start->inner) {
        discipline_mark_format(adds_filter ? &start->discipline : &start->outer, text);
        program_env_add(copy, EMULATOR_ENV_FILTER, text);
    }
    if (!start->native) {
        add_settings(copy, start);
    }
    return copy;
}

static int limit_open_files(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) < 0) {
        return -errno;
    }
    if (limit.rlim_max > OPEN_FILES) {
        limit.rlim_max = OPEN_FILES;
    }
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &limit) < 0 ? -errno : 0;
}

static bool same_discipline(const struct discipline *a, const struct discipline *b)
{
    return a->profile == b->profile && a->mode == b->mode && a->threads == b->threads;
}

/* Sets up what the program inherits. Returns 0 or -errno, and says what went wrong. */
static int enter(const struct run_start *start, bool watched)
{
    const char *directory = start->options.directory;
    int rc = 0;

    if (directory != NULL && chdir(directory) < 0) {
        rc = -errno;
        say("cannot change to the job's directory '%.200s': %s", directory, strerror(errno));
        return rc;
    }
    if (start->native) {
        return 0;
    }
    if (!start->inner) {
        rc = limit_open_files();
        if (rc < 0) {
            say("cannot limit open files to %d: %s", OPEN_FILES, strerror(-rc));
            return rc;
        }
    }
    if (start->discipline.profile != DISCIPLINE_PROFILE_OFF &&
        !(start->inner && same_discipline(&start->outer, &start->discipline))) {
        rc = call_filter_install(&start->discipline, start->inner, watched ? getpid() : 0);
        if (rc < 0) {
            say("cannot install the system-call filter: %s; %s=off runs without discipline",
                strerror(-rc), EMULATOR_ENV_DISCIPLINE);
        }
    }
    return rc;
}

/* Whether there is a file of that name where execvpe looked for it. */
static bool exists(const char *program, char *const environment[])
{
    const char *directory = program_env_get(environment, "PATH");
    char path[PATH_MAX];

    if (strchr(program, '/') != NULL) {
        return access(program, F_OK) == 0;
    }
    while (directory != NULL) {
        const char *end = strchrnul(directory, ':');

        snprintf(path, sizeof(path), "%.*s/%s", (int) (end - directory), directory, program);
        if (end > directory && access(path, F_OK) == 0) {
            return true;
        }
        directory = *end == ':' ? end + 1 : NULL;
    }
    return false;
}

/* Says why the program did not start, and returns the exit status that tells it. */
static int explain(const char *program, char *const environment[], int error)
{
    bool is_there = exists(program, environment);

    /* A directory of PATH that may not be searched makes ENOENT an EACCES. */
    if (!is_there && (error == ENOENT || error == EACCES) && strchr(program, '/') == NULL) {
        say("cannot run '%.200s': not found in PATH", program);
        return EXIT_NOT_FOUND;
    }
    if (is_there && error == ENOENT) {
        say("cannot run '%.200s': the interpreter that it names does not exist", program);
    } else if (is_there && error == EACCES) {
        say("cannot run '%.200s': %s; is it a program that you may execute?", program,
            strerror(error));
    } else {
        say("cannot run '%.200s': %s", program, strerror(error));
    }
    return error == ENOENT ? EXIT_NOT_FOUND : EXIT_NOT_EXECUTABLE;
}

/* Does not return when the program could be started. */
static int become(const struct run_start *start, char **environment)
{
    char *const *operands = start->options.operands;
    char *const *arguments = operands;
    int error;

    /* Linux starts no program without argument 0, so -z without arguments keeps the name. */
    if (start->options.given['z'] && start->options.operand_count > 1) {
        arguments = operands + 1;
    }
    execvpe(operands[0], arguments, environment);
    error = errno;
    if (!start->profile->mosrun.own_words) {
        return explain(operands[0], environment, error);
    }
    /* The wait status of a process that had exited with that errno [real]; then why. */
    dprintf(STDERR_FILENO, "status=0x%x\n", (unsigned int) error << 8);
    (void) explain(operands[0], environment, error);
    return RUN_REFUSED;
}

int run_program(const struct run_start *start, char *const environment[], bool watched)
{
    struct program_env *copy = make_environment(start, environment);
    int status = RUN_REFUSED;

    if (copy == NULL || program_env_vector(copy) == NULL) {
        say("no memory for the program's environment");
    } else if (enter(start, watched) == 0) {
        status = become(start, program_env_vector(copy));
    }
    program_env_free(copy);
    return status;
}
