/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the library knows about its process: whether it runs under mosrun, its home node, its
 * process ID, and the faults that were asked for.
 */
#ifndef MOSIX_EMULATOR_BOX_HOME_H
#define MOSIX_EMULATOR_BOX_HOME_H

#include <stdbool.h>
#include <stdint.h>

#include "faults.h"
#include "profile.h"

struct box_home {
    bool under_mosrun;             /* otherwise every path and descriptor goes to the kernel */
    bool faulty;                   /* some fault is set */
    const struct profile *profile; /* which MOSIX this is; never NULL under mosrun */
    uint32_t ip;                   /* home node, host byte order, not 0 */
    uint32_t space;                /* namespace of pid, see mail_space_of(); also kept right */
    int32_t pid;                   /* of this process; kept right across fork() */
    struct faults faults;
};

/* Fixed after box_home_start(), but for pid and space. */
extern struct box_home box_home;

/* Reads the environment, once, when the library is loaded. If the home is not an
 * address, standard error says so, and the process counts as one outside of mosrun. */
void box_home_start(void);

/* To be called in the child of a fork(). */
void box_home_forked(void);

#endif
