/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where processes run: a page of memory that a mosrun which stays shares with its program, with
 * the program's children, and with all who may look into it. It is behind descriptor
 * PLACES_DESCRIPTOR of mosrun, so it ends with the last process that needs it. Senders look there
 * for the place of a receiver, mosps for all of them, and mosmigrate writes its requests there.
 * It exists only where the cluster has more than one node. The script mosctl knows this layout,
 * too.
 */
#ifndef MOSIX_EMULATOR_PLACES_H
#define MOSIX_EMULATOR_PLACES_H

#include <stdint.h>

#define PLACES_DESCRIPTOR 100
#define PLACES_NAME "mosix-places"
#define PLACES_LINK "/memfd:" PLACES_NAME " (deleted)"
#define PLACES_MAGIC 0x31434c50u

/* Largest number of a node. */
#define PLACES_NODES 64

/* Processes of one mosrun that have a place. Others are always where they began. */
#define PLACES_PROCESSES 112

/* Requests. Smaller numbers are those of nodes. */
#define PLACE_STAY 0
#define PLACE_FREEZE 256

struct place {
    _Atomic int32_t pid; /* 0: free */
    _Atomic uint32_t node;
    _Atomic uint32_t moves; /* how often node changed */
    _Atomic uint32_t request;
    _Atomic uint32_t lock; /* 1: no automatic migration */
    uint32_t spare[3];
};

struct places {
    uint32_t magic;
    int32_t keeper;                       /* process ID of mosrun */
    uint32_t home;                        /* number of the home node */
    uint32_t addresses[PLACES_NODES + 1]; /* of nodes by number, host byte order, 0: no such node */
    uint32_t spare[60];
    struct place processes[PLACES_PROCESSES]; /* the first one is the program */
};

_Static_assert(sizeof(struct places) == 4096, "a page");

#endif
