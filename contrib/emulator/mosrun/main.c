/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * mosrun and mosenv of the MOSIX emulator: check everything, then become the program. The name
 * decides which of the two this is: mosrun drops what a setuid program loses from its environment,
 * mosenv keeps it [doc].
 */
#include "env_names.h"
#include "program_env.h"
#include "call_filter.h"
#include "listing.h"
#include "start_log.h"
#include "run_start.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* mosrun's own refusal [assumed]; the two others are those of shells and of env(1). */
#define EXIT_REFUSED 1
#define EXIT_NOT_EXECUTABLE 126
#define EXIT_NOT_FOUND 127

/* mosrun fixes this limit [doc]. */
#define OPEN_FILES 1024

#define REASON_SIZE 640

static const char *program_name(const char *argv0)
{
    const char *slash = argv0 == NULL ? NULL : strrchr(argv0, '/');
    const char *name = slash == NULL ? argv0 : slash + 1;

    return name != NULL && strcmp(name, "mosenv") == 0 ? "mosenv" : "mosrun";
}

__attribute__((format(printf, 2, 3))) static void say(const char *name, const char *format, ...)
{
    char text[REASON_SIZE + 128];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    fprintf(stderr, "%s: %s\n", name, text);
}

static int list(const char *name, const char *what)
{
    if (listing_print(what, stdout) < 0) {
        say(name, "%s='%.80s' is unknown; expected options, discipline or faults",
            EMULATOR_ENV_LIST, what);
        return EXIT_REFUSED;
    }
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_REFUSED;
}

/* Says what cannot be emulated or was switched off, where a user could be misled. */
static int tell_limits(const char *name, const struct run_start *start)
{
    static const char *const forms[] = {
        [RUN_FORM_MULTIPLE] = "-S{maxjobs}",
        [RUN_FORM_RECOVER] = "-R{filename}",
        [RUN_FORM_INSPECT] = "-I{filename}",
    };
    bool disciplined = !start->native && start->discipline.profile != DISCIPLINE_PROFILE_OFF;

    if (start->options.form != RUN_FORM_RUN) {
        say(name, "%s is accepted, but the emulator cannot do it: nothing was run",
            forms[start->options.form]);
        return -ENOTSUP;
    }
    if (!start->native && start->discipline.profile == DISCIPLINE_PROFILE_OFF) {
        say(name, "emulator: %s=off: no system call is refused", EMULATOR_ENV_DISCIPLINE);
    }
    if (start->inner && (!disciplined || start->outer.profile != start->discipline.profile ||
                         start->outer.threads != start->discipline.threads)) {
        char mark[DISCIPLINE_MARK_SIZE];

        discipline_mark_format(&start->outer, mark);
        say(name,
            "emulator: the outer mosrun's discipline (%s) stays in force: filters can only "
            "be added",
            mark);
    }
    return 0;
}

static struct program_env *make_environment(const struct run_start *start,
                                            char *const environment[])
{
    struct program_env *copy =
        program_env_create(environment, start->library, start->keeps_environment);
    bool adds_filter = !start->native && start->discipline.profile != DISCIPLINE_PROFILE_OFF;
    char text[DISCIPLINE_MARK_SIZE];

    if (copy == NULL) {
        return NULL;
    }
    if (adds_filter || start->inner) {
        discipline_mark_format(adds_filter ? &start->discipline : &start->outer, text);
        program_env_add(copy, EMULATOR_ENV_FILTER, text);
    }
    if (start->native) {
        return copy;
    }
    program_env_add(copy, EMULATOR_ENV_RUN, start->home);
    program_env_add(copy, EMULATOR_ENV_SYSCALLS, discipline_mode_word(start->settings.mode));
    for (int i = 0; i < RUN_SETTING_NUMBER; i++) {
        if (start->settings.values[i] != RUN_UNSET) {
            snprintf(text, sizeof(text), "%ld", start->settings.values[i]);
            program_env_add(copy, run_setting_variable(i), text);
        }
    }
    program_env_preload(copy, start->library);
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
static int enter(const char *name, const struct run_start *start)
{
    const char *directory = start->options.directory;
    int rc = 0;

    if (directory != NULL && chdir(directory) < 0) {
        rc = -errno;
        say(name, "cannot change to the job's directory '%.200s': %s", directory, strerror(errno));
        return rc;
    }
    if (start->native) {
        return 0;
    }
    if (!start->inner) {
        rc = limit_open_files();
        if (rc < 0) {
            say(name, "cannot limit open files to %d: %s", OPEN_FILES, strerror(-rc));
            return rc;
        }
    }
    if (start->discipline.profile != DISCIPLINE_PROFILE_OFF &&
        !(start->inner && same_discipline(&start->outer, &start->discipline))) {
        rc = call_filter_install(&start->discipline, start->inner);
        if (rc < 0) {
            say(name, "cannot install the system-call filter: %s; %s=off runs without discipline",
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
static int explain(const char *name, const char *program, char *const environment[], int error)
{
    bool is_there = exists(program, environment);

    /* A directory of PATH that may not be searched makes ENOENT an EACCES. */
    if (!is_there && (error == ENOENT || error == EACCES) && strchr(program, '/') == NULL) {
        say(name, "cannot run '%.200s': not found in PATH", program);
        return EXIT_NOT_FOUND;
    }
    if (is_there && error == ENOENT) {
        say(name, "cannot run '%.200s': the interpreter that it names does not exist", program);
    } else if (is_there && error == EACCES) {
        say(name, "cannot run '%.200s': %s; is it a program that you may execute?", program,
            strerror(error));
    } else {
        say(name, "cannot run '%.200s': %s", program, strerror(error));
    }
    return error == ENOENT ? EXIT_NOT_FOUND : EXIT_NOT_EXECUTABLE;
}

/* Does not return when the program could be started. */
static int become(const char *name, const struct run_start *start, char **environment)
{
    char *const *operands = start->options.operands;
    char *const *arguments = operands;

    /* Linux starts no program without argument 0, so -z without arguments keeps the name. */
    if (start->options.given['z'] && start->options.operand_count > 1) {
        arguments = operands + 1;
    }
    execvpe(operands[0], arguments, environment);
    return explain(name, operands[0], environment, errno);
}

static int run(const char *name, int argc, char *argv[], struct run_start *start)
{
    struct program_env *copy;
    char reason[REASON_SIZE];
    int status = EXIT_REFUSED;
    int rc;

    if (run_start_prepare(start, environ, reason, sizeof(reason)) < 0) {
        say(name, "%s", reason);
        return EXIT_REFUSED;
    }
    if (start->log != NULL && (rc = start_log_append(start->log, argc, argv, start)) < 0) {
        say(name, "cannot append to %s='%.200s': %s", EMULATOR_ENV_LOG, start->log, strerror(-rc));
        return EXIT_REFUSED;
    }
    if (tell_limits(name, start) < 0) {
        return EXIT_REFUSED;
    }
    copy = make_environment(start, environ);
    if (copy == NULL || program_env_vector(copy) == NULL) {
        say(name, "no memory for the program's environment");
    } else if (enter(name, start) == 0) {
        status = become(name, start, program_env_vector(copy));
    }
    program_env_free(copy);
    return status;
}

int main(int argc, char *argv[])
{
    const char *name = program_name(argv[0]);
    const char *what = getenv(EMULATOR_ENV_LIST);
    struct run_start start = {.keeps_environment = strcmp(name, "mosenv") == 0};
    char reason[REASON_SIZE];

    if (what != NULL) {
        return list(name, what);
    }
    if (run_options_parse(argc, argv, &start.options, reason, sizeof(reason)) < 0) {
        say(name, "%s", reason);
        listing_usage(stderr);
        return EXIT_REFUSED;
    }
    return run(name, argc, argv, &start);
}
