/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Parses the command line of heat2d. See options.h.
 */
#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char options_usage[] =
    "usage: heat2d [-n POINTS] [-t TIME] [-p LINES]\n"
    "Solves the heat equation on the unit square and checks the result against its solution.\n"
    "  -n POINTS  inner grid points per side, 8 to 16384 (default 512)\n"
    "  -t TIME    simulated time, above 0 and up to 1 (default 0.02)\n"
    "  -p LINES   progress lines, 0 to 1000 (default 5)\n"
    "  -h         this help\n"
    "Exit status: 0 the result is right, 1 it is not, 2 wrong options.\n";

static int parse_int(char option, const char *text, int min, int max, int *value, char *error,
                     size_t capacity)
{
    char *end;

    errno = 0;
    long number = strtol(text, &end, 10);

    if (errno != 0 || end == text || *end != '\0' || number < min || number > max) {
        snprintf(error, capacity, "-%c \"%s\": must be a whole number from %d to %d", option, text,
                 min, max);
        return -EINVAL;
    }
    *value = (int) number;
    return 0;
}

static int parse_time(const char *text, double *value, char *error, size_t capacity)
{
    char *end;
    double number = strtod(text, &end);

    /* Written so that "nan" fails as well. */
    if (end == text || *end != '\0' || !(number > 0.0 && number <= TIME_MAX)) {
        snprintf(error, capacity, "-t \"%s\": must be a number above 0 and up to %g", text,
                 TIME_MAX);
        return -EINVAL;
    }
    *value = number;
    return 0;
}

int options_parse(int argc, char **argv, struct options *options, char *error, size_t capacity)
{
    int option;
    int rc = 0;

    *options = (struct options){.points = 512, .time = 0.02, .lines = 5};
    opterr = 0;
    while (rc == 0 && (option = getopt(argc, argv, ":n:t:p:h")) != -1) {
        switch (option) {
        case 'n':
            rc = parse_int('n', optarg, POINTS_MIN, POINTS_MAX, &options->points, error, capacity);
            break;
        case 't':
            rc = parse_time(optarg, &options->time, error, capacity);
            break;
        case 'p':
            rc = parse_int('p', optarg, 0, LINES_MAX, &options->lines, error, capacity);
            break;
        case 'h':
            options->help = true;
            break;
        case ':':
            snprintf(error, capacity, "-%c: needs a value", optopt);
            rc = -EINVAL;
            break;
        default:
            snprintf(error, capacity, "-%c: no such option", optopt);
            rc = -EINVAL;
            break;
        }
    }
    if (rc == 0 && optind < argc) {
        snprintf(error, capacity, "\"%s\": takes options only", argv[optind]);
        rc = -EINVAL;
    }
    return rc;
}
