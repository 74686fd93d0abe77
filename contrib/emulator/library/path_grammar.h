/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a path means that MOSIX serves inside a process. Libc only: nothing but the text is looked
 * at; whether the process runs under mosrun is the caller's question. As in run_values.h, nothing
 * is shared with the components on purpose.
 */
#ifndef MOSIX_EMULATOR_PATH_GRAMMAR_H
#define MOSIX_EMULATOR_PATH_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "profile_known.h"

enum path_kind {
    PATH_OTHER,   /* not ours: goes to the kernel */
    PATH_MOSIP,   /* /proc/mosix/mosip: address of the home node [doc] */
    PATH_MYBOX,   /* /proc/mosix/mybox: the mailbox of this process [doc] */
    PATH_MBOX,    /* /proc/mosix/mbox/{ip}/{pid}: send box [doc] */
    PATH_UBOX,    /* /proc/mosix/ubox/{ip}/{pid}: one that may not tell of a loss [real] */
    PATH_LOCK,    /* /proc/self/lock [assumed] */
    PATH_MIGRATE, /* /proc/self/migrate [assumed] */
    PATH_WHERE,   /* /proc/self/where [assumed] */
    PATH_NMIGS,   /* /proc/self/nmigs [assumed] */
    PATH_NOWHERE  /* below /proc/mosix, but none of the above */
};

/* Largest process ID in a path. */
#define PATH_PID_MAX KNOWN_PID_MAX

struct path_target {
    enum path_kind kind;
    uint32_t ip; /* of PATH_MBOX and PATH_UBOX, host byte order; 0 = the caller's own home node */
    int32_t pid; /* of PATH_MBOX and PATH_UBOX */
};

/* Whether PATH is below /proc/mosix/. */
bool path_is_mosix(const char *path);

/*
 * Copies PATH to SQUEEZED (SIZE bytes) with one slash where it has several. False if it does not
 * fit.
 */
bool path_squeeze(const char *path, char *squeezed, size_t size);

/* Says what PATH, which may be NULL, is. TARGET is always fully set. Returns its kind. */
enum path_kind path_parse(const char *path, struct path_target *target);

/*
 * Reads a dotted quad (four decimal numbers up to 255; zeros before them are fine [real]) from TEXT
 * up to the character END. The address in host byte order goes to IP. Returns the characters before
 * END, or -EINVAL.
 */
int path_parse_ip(const char *text, char end, uint32_t *ip);

/*
 * Whether a send box may be opened for IP by a process whose home node is HOME: see the row
 * sendbox.unknown-node.
 */
bool path_ip_in_cluster(uint32_t ip, uint32_t home);

#endif
