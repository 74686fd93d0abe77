/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * openmpi-mosix: registers the defaults of openmpi-mosix in Open MPI's parameter files, removes
 * them, shows what is in effect, prepares a node for MOSIX, and shows and moves ranks.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "command_options.h"
#include "doctor.h"
#include "explain.h"
#include "hostfile.h"
#include "node_check.h"
#include "node_setup.h"
#include "node_undo.h"
#include "ps.h"
#include "rank_list.h"
#include "rank_order.h"
#include "rank_pass.h"
#include "registration.h"
#include "report.h"
#include "status.h"

static const char usage[] =
    "usage: openmpi-mosix enable [--dry-run] [--root DIR] [--conf FILE]... [--block FILE] "
    "[--quiet]\n"
    "       openmpi-mosix disable [--dry-run] [--root DIR] [--conf FILE]... [--quiet]\n"
    "       openmpi-mosix status [--json] [--root DIR] [--conf FILE]... [--quiet]\n"
    "       openmpi-mosix node check [--json] [--root DIR] [--quiet]\n"
    "       openmpi-mosix node setup [--yes | --dry-run] [--root DIR] [--quiet]\n"
    "       openmpi-mosix node undo [--dry-run] [--root DIR] [--quiet]\n"
    "       openmpi-mosix doctor [--json] [--root DIR] [--quiet] [HOSTS]\n"
    "       openmpi-mosix report [FILE]\n"
    "       openmpi-mosix check [--json] [--quiet] [--run [--limit SECONDS]] PROGRAM [ARG...]\n"
    "       openmpi-mosix explain [FILE | - | NUMBER | NAME | \"TEXT\"]\n"
    "       openmpi-mosix ps [WHO] [--json | --svg FILE [--for SECONDS] | --watch] [--sort ORDER]\n"
    "                        [--root DIR | HOSTS]\n"
    "       openmpi-mosix migrate WHO NODE|home [--dry-run] [HOSTS]\n"
    "       openmpi-mosix freeze WHO [--yes | --dry-run] [HOSTS]\n"
    "       openmpi-mosix continue WHO [--dry-run] [HOSTS]\n"
    "       openmpi-mosix kill WHO [--signal NAME] [--dry-run] [HOSTS]\n"
    "       openmpi-mosix hostfile\n"
    "       openmpi-mosix --help | --version\n";

static const char help[] =
    "\n"
    "  enable        write our defaults into the parameter files of every Open MPI found\n"
    "  disable       remove them; the files are then identical to what they were before\n"
    "  status        show what is registered, what is in effect, and where it comes from\n"
    "  node check    check whether this node is ready for MOSIX 4, and say what to do\n"
    "  node setup    show which settings of the system MOSIX 4 needs; with --yes make them\n"
    "  node undo     take back what node setup did\n"
    "  doctor        find out why nothing runs or moves here, and say what to do (doctor --help)\n"
    "  report        write all that a report of a fault needs into one file (report --help)\n"
    "  check         say whether a program runs under MOSIX, and with what (check --help)\n"
    "  explain       explain what mosrun said when it ended a program (explain --help)\n"
    "  ps            show the ranks on this node or on HOSTS, where they run, and why they stay\n"
    "  migrate       move ranks to a node\n"
    "  freeze        stop ranks and write them to a disk; continue wakes them\n"
    "  kill          end ranks, with SIGTERM or another signal\n"
    "  hostfile      print a hostfile of the nodes that answer, for mpirun\n"
    "\n"
    "  WHO           a job as ps shows it, JOB:RANKS, :RANKS where there is one job, or pid=PID;\n"
    "                RANKS is 3 or 0-3,5; kill and freeze want the name of the job\n"
    "\n"
    "  HOSTS         --nodes for the nodes of MOSIX's map, or --hostfile FILE; they are asked at "
    "once\n"
    "                by the agent with which mpirun starts its daemons, or by --agent COMMAND\n"
    "                and may take 20 seconds, or --timeout SECONDS; for an order twice as long\n"
    "\n"
    "  --root DIR    work on the system whose root directory is DIR; nothing of it is run\n"
    "  --conf FILE   use this parameter file only, or those in this directory; may be repeated\n"
    "  --block FILE  take the defaults from this file instead of the installed one\n"
    "  --dry-run     show what would be done; change nothing (node setup: without --yes the same)\n"
    "  --json        print the status, or the checks, as JSON\n"
    "  --yes         do what node setup shows; freeze: this node has a freezing directory\n"
    "  --sort ORDER  job, rank, pid, where, memory, cpu or moves\n"
    "  --svg FILE    draw the ranks by node, and the load, into FILE\n"
    "  --for SECONDS draw them over that time, or until the ranks have ended\n"
    "  --watch       repaint every two seconds; q quits\n"
    "  --signal NAME of kill: TERM, INT, KILL, ... or a number\n"
    "  --quiet       print only what is not in order, or left to do\n"
    "\n"
    "Exit status:\n"
    "  0  success; status: every file is registered; node check: no error was found\n"
    "  1  failure; status: a file is not registered; node check: an error was found; ps: a host\n"
    "     or mosps does not tell\n"
    "  2  wrong usage, or the output could not be written\n"
    "  3  a block is damaged; its file was not changed\n"
    "  4  no Open MPI was found; node setup: MOSIX is not installed\n"
    "\n"
    "Examples:\n"
    "  openmpi-mosix ps --sort cpu\n"
    "  openmpi-mosix ps --nodes --watch\n"
    "  openmpi-mosix ps 60160 --svg job.svg --for 600\n"
    "  openmpi-mosix migrate 60160,1:0-3 node2\n"
    "  openmpi-mosix hostfile >hosts && mpirun --hostfile hosts -n 8 ./a.out\n"
    "\n"
    "See openmpi-mosix(1) and openmpi-mosix(7).\n";

/* For --help behind one of these commands. */
static const struct {
    const char *word;
    const char *text;
} helps[] = {
    {"ps",
     "usage: openmpi-mosix ps [WHO] [--json | --svg FILE [--for SECONDS] | --watch] [--sort "
     "ORDER]\n"
     "                        [--root DIR | HOSTS]\n\n"
     "Shows the ranks on this node or on HOSTS, where they run, and why they stay. Without root,\n"
     "your own. Status 1: a host does not tell.\n\n"
     "  --sort ORDER  " RANK_LIST_ORDERS "\n"
     "  --json        as JSON\n"
     "  --svg FILE    draw the ranks by node, and the load, into a new file or an older picture\n"
     "  --for SECONDS draw them over that time, or until the ranks have ended\n"
     "  --watch       repaint every two seconds; q quits\n"
     "  --raw         as lines, for ps on another node\n\n"
     "Examples:\n"
     "  openmpi-mosix ps --sort cpu\n"
     "  openmpi-mosix ps 60160 --nodes --svg job.svg --for 600\n"},
    {"migrate",
     "usage: openmpi-mosix migrate WHO NODE|home [--dry-run] [HOSTS]\n\n"
     "Moves ranks that are at home on this node, or on HOSTS, one order after the other.\n\n"
     "Examples:\n"
     "  openmpi-mosix migrate 60160,1:0-3 node2\n"
     "  openmpi-mosix migrate pid=4711 home --dry-run\n"
     "  openmpi-mosix migrate 60160 home --nodes\n"},
    {"freeze",
     "usage: openmpi-mosix freeze WHO --yes [--dry-run] [HOSTS]\n\n"
     "Stops ranks that are at home on this node, or on HOSTS, and writes them to its freezing\n"
     "directory.\n"
     "Without one, MOSIX ends them; --yes says that there is one.\n\n"
     "Example: openmpi-mosix freeze 60160,1 --yes\n"},
    {"continue", "usage: openmpi-mosix continue WHO [--dry-run] [HOSTS]\n\n"
                 "Wakes ranks that are frozen.\n\n"
                 "Example: openmpi-mosix continue 60160,1\n"},
    {"kill",
     "usage: openmpi-mosix kill WHO [--signal NAME] [--dry-run] [HOSTS]\n\n"
     "Ends ranks that are at home on this node, or on HOSTS.\n\n"
     "  --signal NAME TERM (initially), INT, KILL, HUP, QUIT, USR1, USR2, ABRT, TSTP, CONT\n"
     "                or a number\n\n"
     "Example: openmpi-mosix kill 60160,1:3 --signal USR1\n"},
    {"hostfile",
     "usage: openmpi-mosix hostfile\n\n"
     "Prints a hostfile of the nodes that answer, with their processors as slots.\n\n"
     "Example: openmpi-mosix hostfile >hosts && mpirun --hostfile hosts -n 8 ./a.out\n"},
};

static enum command_exit print_help(const char *word)
{
    for (size_t i = 0; word != NULL && i < sizeof(helps) / sizeof(helps[0]); i++) {
        if (strcmp(word, helps[i].word) == 0) {
            printf("%s\nWHO, HOSTS, other options and the status: openmpi-mosix --help\n",
                   helps[i].text);
            return COMMAND_OK;
        }
    }
    printf("%s%s", usage, help);
    return COMMAND_OK;
}

static enum command_exit run(const struct command_options *options)
{
    switch (options->verb) {
    case COMMAND_ENABLE:
    case COMMAND_DISABLE:
        return registration_run(options);
    case COMMAND_STATUS:
        return status_run(options);
    case COMMAND_NODE_CHECK:
        return node_check_run(options);
    case COMMAND_NODE_SETUP:
        return node_setup_run(options);
    case COMMAND_NODE_UNDO:
        return node_undo_run(options);
    case COMMAND_PS:
        return ps_run(options);
    case COMMAND_MIGRATE:
    case COMMAND_FREEZE:
    case COMMAND_CONTINUE:
    case COMMAND_KILL:
        return command_options_want_hosts(options) ? rank_pass_run(options)
                                                   : rank_order_run(options);
    case COMMAND_HOSTFILE:
        return hostfile_run(options);
    case COMMAND_VERSION:
        printf("openmpi-mosix %s for Open MPI %s\n", PACKAGE_VERSION, OMPI_SERIES);
        return COMMAND_OK;
    case COMMAND_HELP:
        return print_help(options->words[0]);
    case COMMAND_NONE:
        break;
    }
    return COMMAND_USAGE;
}

/* Commands with a command line of their own, and their status where the output cannot be written:
 * that of wrong usage, so that it is not taken for a finding. */
static const struct {
    const char *word;
    int (*run)(int argc, char **argv);
    int unwritten;
} own_commands[] = {{"doctor", doctor_main, 3},
                    {"report", report_main, COMMAND_USAGE},
                    {"check", check_main, COMMAND_USAGE},
                    {"explain", explain_main, COMMAND_USAGE}};

static int run_command(int argc, char **argv)
{
    struct command_options options;
    char fault[2 * PATH_MAX];
    enum command_exit result;

    if (command_options_read(argc, argv, &options, fault, sizeof(fault)) < 0) {
        fprintf(stderr, "openmpi-mosix: %s\nRun `openmpi-mosix --help` for help.\n", fault);
        return COMMAND_USAGE;
    }
    result = run(&options);
    command_options_free(&options);
    return (int) result;
}

/* A file that is opened shall not take the place of a closed stream. This way round, the streams
 * stay unusable. */
static void hold_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0) {
            (void) !open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
}

int main(int argc, char **argv)
{
    int (*run_any)(int argc, char **argv) = run_command;
    int unwritten = COMMAND_USAGE;
    int shift = 0;
    int result;

    hold_streams();
    for (size_t i = 0; argc > 1 && i < sizeof(own_commands) / sizeof(own_commands[0]); i++) {
        if (strcmp(argv[1], own_commands[i].word) == 0) {
            run_any = own_commands[i].run;
            unwritten = own_commands[i].unwritten;
            shift = 1;
        }
    }
    result = run_any(argc - shift, argv + shift);
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        fprintf(stderr, "openmpi-mosix: the output could not be written: %s\n", strerror(errno));
        return unwritten;
    }
    return result;
}
