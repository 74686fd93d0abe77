/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command line of `openmpi-mosix check`. Libc only.
 */
#ifndef CHECK_OPTIONS_H
#define CHECK_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* How long a trial may take, in seconds, and at most. */
#define CHECK_LIMIT_INITIAL 20
#define CHECK_LIMIT_MAX 3600

/*
 * command  the program and its arguments, in the memory of argv
 * limit    seconds
 */
struct check_options {
    bool json;
    bool quiet;
    bool run;
    bool help;
    long limit;
    char **command;
};

/*
 * Reads the command line; argv[0] is the word check. What follows the program belongs to it.
 * Returns 0, or -EINVAL and writes into fault what is wrong, without a full stop.
 */
int check_options_read(int argc, char **argv, struct check_options *options, char *fault,
                       size_t size);

#endif
