/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * openmpi-mosix: registers the defaults of openmpi-mosix in Open MPI's parameter files, takes them
 * out again, and shows what is in effect.
 */
#include <stdio.h>

#include "command_options.h"
#include "registration.h"
#include "status.h"

static const char usage[] =
    "usage: openmpi-mosix enable|disable [--dry-run] [--root DIR] [--conf FILE]... [--quiet]\n"
    "       openmpi-mosix status [--json] [--root DIR] [--conf FILE]... [--quiet]\n"
    "       openmpi-mosix --help | --version\n";

static const char help[] =
    "\n"
    "  enable       register our defaults in the parameter files of every Open MPI found\n"
    "  disable      take them out again; the files are byte for byte what they were\n"
    "  status       what is registered, what is in effect, and where it comes from\n"
    "\n"
    "  --root DIR   the root directory of another system (an image); nothing of it is run\n"
    "  --conf FILE  this parameter file and no other; may be repeated\n"
    "  --dry-run    only say what enable or disable would do\n"
    "  --json       status as JSON\n"
    "  --quiet      say only what is wrong\n"
    "\n"
    "Exit status: 0 done, status: all is registered. 1 it failed, status: not registered.\n"
    "2 wrong usage. 3 a block is damaged, its file was left alone. 4 no Open MPI was found.\n"
    "openmpi-mosix(1) and openmpi-mosix(7) tell more.\n";

static enum command_exit run(const struct command_options *options)
{
    switch (options->verb) {
    case COMMAND_ENABLE:
    case COMMAND_DISABLE:
        return registration_run(options);
    case COMMAND_STATUS:
        return status_run(options);
    case COMMAND_VERSION:
        printf("openmpi-mosix %s for Open MPI %s\n", PACKAGE_VERSION, OMPI_SERIES);
        return COMMAND_OK;
    case COMMAND_HELP:
        printf("%s%s", usage, help);
        return COMMAND_OK;
    case COMMAND_NONE:
        break;
    }
    return COMMAND_USAGE;
}

int main(int argc, char **argv)
{
    struct command_options options;
    char fault[2 * PATH_MAX];
    enum command_exit result;

    if (command_options_read(argc, argv, &options, fault, sizeof(fault)) < 0) {
        fprintf(stderr, "openmpi-mosix: %s\n%s", fault, usage);
        return COMMAND_USAGE;
    }
    result = run(&options);
    command_options_free(&options);
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        perror("openmpi-mosix: standard output");
        return COMMAND_FAILED;
    }
    return (int) result;
}
