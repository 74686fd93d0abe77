/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command line of heat2d. Libc only; prints nothing itself, so that every rank can parse and
 * one rank can speak.
 */
#ifndef HEAT2D_OPTIONS_H
#define HEAT2D_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* Inner grid points per side: fewer resolve no mode of the solution, more need 4 GiB and weeks. */
#define POINTS_MIN 8
#define POINTS_MAX 16384

/* The simulated time; after that the solution is zero to the last digit anyway. */
#define TIME_MAX 1.0

#define LINES_MAX 1000

struct options {
    int points;  /* inner grid points per side, POINTS_MIN ... POINTS_MAX */
    double time; /* simulated time, > 0, <= TIME_MAX */
    int lines;   /* progress lines, 0 ... LINES_MAX */
    bool help;
};

/* Fill *options from the command line. Returns 0; or -EINVAL with one line in error (of capacity
 * bytes) that names the option, its value and what is allowed. Uses getopt(): not reentrant. */
int options_parse(int argc, char **argv, struct options *options, char *error, size_t capacity);

extern const char options_usage[];

#endif
