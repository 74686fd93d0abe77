/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command doctor; see doctor.h.
 */
#include "doctor.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command_options.h"
#include "doctor_list.h"
#include "doctor_nodes.h"
#include "doctor_start.h"
#include "status_collect.h"

/* Exit statuses. */
enum { EXIT_OK = 0, EXIT_WARNING = 1, EXIT_ERROR = 2, EXIT_USAGE = 3 };

static const char help[] =
    "usage: openmpi-mosix doctor [--json] [--root DIR] [--quiet]\n"
    "                            [--nodes | --hostfile FILE] [--agent COMMAND]\n"
    "                            [--timeout SECONDS]\n"
    "\n"
    "Finds out why nothing runs under MOSIX here, or does not migrate. Each check prints a line:\n"
    "ok, warning, error, or unknown where more rights are needed; what was found, and where; and\n"
    "where something is wrong, what it means and what to do, with commands to paste. Nothing is\n"
    "changed. A tiny program is started under mosrun, and two of them by mpirun.\n"
    "\n"
    "  --root DIR        look at the system whose root directory is DIR; nothing of it is run\n"
    "  --json            print all of it as one JSON object\n"
    "  -q, --quiet       print only warnings and errors\n"
    "  --nodes           ask the nodes of MOSIX's map, too: compare their clocks, processors,\n"
    "                    releases and maps; all at once\n"
    "  --hostfile FILE   the same with the hosts of a hostfile\n"
    "  --agent COMMAND   by this, such as \"ssh -l root\", not by the agent that mpirun would use\n"
    "  --timeout SECONDS a host may take so long (20)\n"
    "\n"
    "Exit status: 0 nothing is wrong, 1 there is a warning, 2 there is an error, 3 wrong usage,\n"
    "or it is not known which nodes to ask\n"
    "\n"
    "Examples:\n"
    "  openmpi-mosix doctor\n"
    "  sudo openmpi-mosix doctor --quiet\n"
    "  openmpi-mosix doctor --hostfile hosts\n"
    "  openmpi-mosix doctor --root /srv/images/node\n"
    "  openmpi-mosix doctor --json | jq '.checks[] | select(.level == \"error\")'\n";

static const char no_memory[] = "openmpi-mosix: not enough memory.\n";

static int run_inside(void)
{
    char text[256];
    int rc = doctor_start_inside(text, sizeof(text));

    printf("%s\n", text);
    return rc == 0 ? EXIT_OK : EXIT_ERROR;
}

static int exit_status(const struct doctor_findings *findings)
{
    return doctor_list_count(findings, NODE_ERROR) > 0     ? EXIT_ERROR
           : doctor_list_count(findings, NODE_WARNING) > 0 ? EXIT_WARNING
                                                           : EXIT_OK;
}

/* Makes the checks, and tells each as it is made: a program that hangs shall not hide what is known
 * already. Hosts are asked first, because then an option may turn out to be wrong. */
static int check_all(const struct command_options *options, struct doctor_view *view,
                     struct doctor_findings *findings)
{
    const struct doctor_talk text = {.out = stdout, .is_quiet = options->quiet};
    const struct doctor_talk *talk = options->json ? NULL : &text;
    bool is_hosts = command_options_want_hosts(options);
    static struct doctor_nodes nodes;
    char fault[2 * PATH_MAX];
    struct status status;

    if (!is_hosts) {
        doctor_list_check_early(view, talk, findings);
    }
    if (status_collect(options, &status) < 0) {
        fputs(no_memory, stderr);
        return EXIT_ERROR;
    }
    view->status = &status;
    if (is_hosts) {
        if (doctor_nodes_ask(options, view, &nodes, fault, sizeof(fault)) < 0) {
            fprintf(stderr, "openmpi-mosix doctor: %s\n", fault);
            status_free(&status);
            return EXIT_USAGE;
        }
        view->nodes = &nodes;
        doctor_list_check_early(view, talk, findings);
    }
    doctor_list_check_late(view, talk, findings);
    if (options->json) {
        doctor_list_print_json(findings, options->root, stdout);
    } else if (!options->quiet) {
        doctor_list_print_summary(findings, options->root, stdout);
    }
    if (is_hosts) {
        doctor_nodes_free(&nodes);
    }
    status_free(&status);
    return exit_status(findings);
}

static int diagnose(const struct command_options *options)
{
    struct doctor_findings *findings = malloc(sizeof(*findings));
    struct doctor_view view;
    int result;

    if (findings == NULL) {
        fputs(no_memory, stderr);
        return EXIT_ERROR;
    }
    doctor_view_read(options->root, NULL, &view);
    result = check_all(options, &view, findings);
    free(findings);
    return result;
}

/* Reads one option. Returns 0, or -1 and says what is wrong. */
static int take_option(int letter, struct command_options *options)
{
    char fault[2 * PATH_MAX] = "";

    if (command_options_set(letter, options, fault, sizeof(fault)) == 0) {
        return 0;
    }
    if (fault[0] != '\0') {
        fprintf(stderr, "openmpi-mosix doctor: %s\n", fault);
    } else {
        fprintf(stderr, "Run `openmpi-mosix doctor --help` for help.\n");
    }
    return -1;
}

int doctor_main(int argc, char **argv)
{
    static const struct option long_options[] = {
        {"agent", required_argument, NULL, 'A'},
        {"hostfile", required_argument, NULL, 'H'},
        {"timeout", required_argument, NULL, 'T'},
        {"nodes", no_argument, NULL, 'N'},
        {"help", no_argument, NULL, 'h'},
        {"json", no_argument, NULL, 'j'},
        {"quiet", no_argument, NULL, 'q'},
        {"root", required_argument, NULL, 'r'},
        {NULL, 0, NULL, 0},
    };
    static char name[] = "openmpi-mosix doctor"; /* as getopt_long() shall say it */
    struct command_options options;
    char fault[2 * PATH_MAX];
    int letter;

    memset(&options, 0, sizeof(options));
    if (argc == 2 && strcmp(argv[1], DOCTOR_START_OPTION) == 0) {
        return run_inside();
    }
    argv[0] = name;
    optind = 0;
    while ((letter = getopt_long(argc, argv, "hq", long_options, NULL)) != -1) {
        if (letter == 'h') {
            fputs(help, stdout);
            return EXIT_OK;
        }
        if (take_option(letter, &options) < 0) {
            return EXIT_USAGE;
        }
    }
    if (optind < argc) {
        fprintf(stderr,
                "openmpi-mosix doctor: unexpected argument \"%s\"\n"
                "Run `openmpi-mosix doctor --help` for help.\n",
                argv[optind]);
        return EXIT_USAGE;
    }
    if (command_options_check_hosts(&options, fault, sizeof(fault)) < 0) {
        fprintf(stderr, "openmpi-mosix doctor: %s\n", fault);
        return EXIT_USAGE;
    }
    return diagnose(&options);
}
