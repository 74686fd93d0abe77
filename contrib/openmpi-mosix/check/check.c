/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command check; see check.h.
 */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

#include "check_libraries.h"
#include "check_options.h"
#include "check_program.h"
#include "check_report.h"
#include "check_symbols.h"
#include "check_trial.h"
#include "loader_cache.h"
#include "mosix_needs.h"

#define EXIT_LIMITS 1
#define EXIT_CANNOT 2
#define EXIT_UNKNOWN 3

static const char help[] =
    "usage: openmpi-mosix check [--json] [--quiet] [--run [--limit SECONDS]] PROGRAM [ARG...]\n"
    "\n"
    "Says whether a program runs under MOSIX 4, what it needs for that, and whether MOSIX can\n"
    "move it: by the headers of the program and of its libraries. Nothing of it is run, but\n"
    "with --run.\n"
    "\n"
    "  --run             start it once as the one rank of a job under mosrun on this node\n"
    "  --limit SECONDS   end that trial after so long (initially 20)\n"
    "  --json            print the findings as JSON\n"
    "  --quiet           print only what is not in order, and the verdict\n"
    "\n"
    "Exit status:\n"
    "  0  it runs, also with threads as coroutines\n"
    "  1  it runs with a setting, or with limits\n"
    "  2  it cannot run under MOSIX, or wrong usage\n"
    "  3  that is not known: it cannot be read, or it failed in the trial\n"
    "\n"
    "Examples:\n"
    "  openmpi-mosix check ./a.out\n"
    "  openmpi-mosix check --run --limit 60 ./a.out input.dat\n"
    "  openmpi-mosix check --json /usr/bin/python3 | jq -r .verdict\n";

static int collect(const struct check_options *options, struct check_findings *findings)
{
    const struct program_search search = {
        .library_path = getenv("LD_LIBRARY_PATH"),
        .cache = LOADER_CACHE_FILE,
        .directories = MOSIX_LIBRARY_DIRECTORIES,
    };
    struct check_program program;
    struct program_tree tree;

    check_program(options->command, &program, findings);
    if (program.file[0] != '\0' && program_tree_read(program.file, &search, &tree) == 0) {
        check_libraries(&tree, findings);
        check_symbols(&tree, findings);
        program_tree_free(&tree);
    }
    if (options->run && check_findings_worst(findings) < CHECK_CANNOT) {
        check_trial(program.path, options->command, options->limit, findings);
    }
    switch (check_findings_worst(findings)) {
    case CHECK_OK:
    case CHECK_NOTE:
        return EXIT_SUCCESS;
    case CHECK_CANNOT:
        return EXIT_CANNOT;
    case CHECK_UNKNOWN:
        return EXIT_UNKNOWN;
    default:
        return EXIT_LIMITS;
    }
}

int check_main(int argc, char **argv)
{
    static struct check_findings findings;
    struct check_options options;
    char fault[256];
    int result;

    if (check_options_read(argc, argv, &options, fault, sizeof(fault)) < 0) {
        fprintf(stderr, "openmpi-mosix: %s\nRun `openmpi-mosix check --help` for help.\n", fault);
        return EXIT_CANNOT;
    }
    if (options.help) {
        fputs(help, stdout);
        return EXIT_SUCCESS;
    }
    result = collect(&options, &findings);
    if (options.json) {
        check_report_json(options.command[0], &findings, stdout);
    } else {
        check_report_text(&findings, options.quiet, stdout);
    }
    return result;
}
