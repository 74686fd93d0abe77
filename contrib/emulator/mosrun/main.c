/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * mosrun and mosenv of the MOSIX emulator: check everything, then become the program or its parent.
 * The name decides which of the two this is: mosrun drops what a setuid program loses from its
 * environment, mosenv keeps it [doc].
 */
#include "env_names.h"
#include "listing.h"
#include "run_parent.h"
#include "run_place.h"
#include "run_program.h"
#include "run_start.h"
#include "say.h"
#include "start_log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REASON_SIZE 640
#define ADDRESS_SIZE 16

static const char *program_name(const char *argv0)
{
    const char *slash = argv0 == NULL ? NULL : strrchr(argv0, '/');
    const char *name = slash == NULL ? argv0 : slash + 1;

    return name != NULL && strcmp(name, "mosenv") == 0 ? "mosenv" : "mosrun";
}

static int list(const struct profile *profile, const char *what)
{
    if (listing_print(profile, what, stdout) < 0) {
        say("%s='%.80s' is unknown; expected options, discipline, faults or profile",
            EMULATOR_ENV_LIST, what);
        return RUN_REFUSED;
    }
    return fflush(stdout) == 0 ? EXIT_SUCCESS : RUN_REFUSED;
}

/* MOSIX 4 prints its usage without a reason [real]; here the reason follows it. */
static int refuse(const struct run_start *start, const char *reason)
{
    const struct profile_mosrun *rules = &start->profile->mosrun;

    if (start->options.own_words) {
        say_mosix("%s", reason);
    } else if (rules->own_words) {
        listing_usage(rules, stderr);
        say("emulator: %s", reason);
    } else {
        say("%s", reason);
        listing_usage(rules, stderr);
    }
    return RUN_REFUSED;
}

/* Whether the place to start at is one. RUN_REFUSED after saying that it is not, else 0. */
static int check_place(struct run_start *start)
{
    const struct run_options *options = &start->options;
    char address[ADDRESS_SIZE];
    char reason[REASON_SIZE];
    int rc;

    if (!start->profile->mosrun.knows_nodes ||
        !(options->given['r'] || options->given[RUN_OPTION_NODE])) {
        return 0;
    }
    rc = run_place_find(options->where, &start->nodes, address, sizeof(address));
    if (rc == -ENOENT) {
        snprintf(reason, sizeof(reason), "'%.80s' is no node of the cluster", options->where);
        return refuse(start, reason);
    }
    if (rc < 0 && !options->given['F']) {
        say_mosix("failed migrating to %s: not in map", address);
        return RUN_REFUSED;
    }
    start->node = rc > 0 ? (uint32_t) rc : start->nodes.home;
    return 0;
}

/* Says what cannot be emulated or was switched off, where a user could be misled. */
static int tell_limits(const struct run_start *start)
{
    static const char *const forms[] = {
        [RUN_FORM_MULTIPLE] = "-S{maxjobs}",
        [RUN_FORM_RECOVER] = "-R{filename}",
        [RUN_FORM_INSPECT] = "-I{filename}",
    };
    bool disciplined = !start->native && start->discipline.profile != DISCIPLINE_PROFILE_OFF;

    if (start->options.form != RUN_FORM_RUN) {
        say("%s is accepted, but the emulator cannot do it: nothing was run",
            forms[start->options.form]);
        return -ENOTSUP;
    }
    for (const char *letter = start->options.obsolete; *letter != '\0'; letter++) {
        fprintf(stderr, "mosrun: The '-%c' argument is obsolete.\n", *letter); /* [real] */
    }
    if (!start->native && start->discipline.profile == DISCIPLINE_PROFILE_OFF) {
        say("emulator: %s=off: no system call is refused", EMULATOR_ENV_DISCIPLINE);
    }
    if (start->inner && (!disciplined || start->outer.profile != start->discipline.profile ||
                         start->outer.threads != start->discipline.threads)) {
        char mark[DISCIPLINE_MARK_SIZE];

        discipline_mark_format(&start->outer, mark);
        say("emulator: the outer mosrun's discipline (%s) stays in force: filters can only be "
            "added",
            mark);
    }
    return 0;
}

static int run(int argc, char *argv[], struct run_start *start)
{
    char reason[REASON_SIZE];
    int rc;

    if (run_start_prepare(start, environ, reason, sizeof(reason)) < 0) {
        say("%s", reason);
        return RUN_REFUSED;
    }
    if (start->under_mosrun && start->profile->mosrun.refuses_inner) {
        say_mosix("Error 220, Function not implemented");
        return RUN_REFUSED;
    }
    if (check_place(start) != 0) {
        return RUN_REFUSED;
    }
    if (start->log != NULL && (rc = start_log_append(start->log, argc, argv, start)) < 0) {
        say("cannot append to %s='%.200s': %s", EMULATOR_ENV_LOG, start->log, strerror(-rc));
        return RUN_REFUSED;
    }
    if (tell_limits(start) < 0) {
        return RUN_REFUSED;
    }
    return start->stays || start->traced ? run_parent(start, environ)
                                         : run_program(start, environ, false);
}

int main(int argc, char *argv[])
{
    const char *name = program_name(argv[0]);
    const char *what = getenv(EMULATOR_ENV_LIST);
    struct run_start start = {.keeps_environment = strcmp(name, "mosenv") == 0};
    char reason[REASON_SIZE];

    say_as(name);
    if (run_start_profile(&start, environ, reason, sizeof(reason)) < 0) {
        say("%s", reason);
        return RUN_REFUSED;
    }
    if (what != NULL) {
        return list(start.profile, what);
    }
    if (run_options_parse(&start.profile->mosrun, argc, argv, &start.options, reason,
                          sizeof(reason)) < 0) {
        return refuse(&start, reason);
    }
    return run(argc, argv, &start);
}
