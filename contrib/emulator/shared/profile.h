/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which MOSIX is emulated. A profile is data: what differs between the releases stands in one row
 * of profile.c, and the code asks the row, never the release. Read by mosrun and by the library.
 * Libc only. What both have in common is in the tables of mailboxes (profile_known.h; what nobody
 * knows: library/assumed.h) and of system calls (call_table.h).
 */
#ifndef MOSIX_EMULATOR_PROFILE_H
#define MOSIX_EMULATOR_PROFILE_H

#include "discipline.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What mosrun and mosenv take and do. */
struct profile_mosrun {
    /* Letters of the options that exist; '#' stands for -{a.b.c.d} and -{n}. Of the obsolete ones,
     * mosrun says that they are, and goes on. */
    const char *options;
    const char *obsolete;

    /* Sets of options of which one can be in force, up to NULL. If the last one does not count, it
     * is a mistake to give two of a set, and so it is to give an option with a value twice. */
    const char *const *opposites;
    bool last_counts;

    long least_interval; /* of -A, minutes */
    long most_memory;    /* of -m, megabytes */

    /* -g forbids freezing and -G allows it again; otherwise -G{class} is the class within the grid,
     * and -g comes from an administrator's wrapper. */
    bool freezes;

    /* -z needs two words after it; otherwise a program without argument 0 keeps its name. */
    bool zero_needs_two;

    /* A place to start at must be a node of the cluster; otherwise any will do. */
    bool knows_nodes;

    /* A refused command line gets MOSIX's own words and status=0x... for a program that cannot be
     * run; otherwise sentences of the emulator, and 126 or 127. */
    bool own_words;

    /* Of what mosrun drops from the environment, mosenv keeps LD_* and MALLOC_*; otherwise all. */
    bool mosenv_keeps_two;

    /* Started by root, mosrun drops nothing. */
    bool root_keeps;

    /* The started process stays, as the parent of the program; otherwise it becomes the program. */
    bool stays;

    /* mosrun cannot be used inside of mosrun. */
    bool refuses_inner;
};

struct profile {
    const char *word; /* as in MOSIX_EMULATOR_PROFILE */

    struct profile_mosrun mosrun;

    /* Which system calls are refused and how, where MOSIX_EMULATOR_DISCIPLINE does not say. */
    enum discipline_profile discipline;

    /* Whether the C library's open(), which is openat(2), finds mailboxes and switches; otherwise
     * it gets ENOENT, and open(2) alone reaches them. */
    bool libc_open;

    /* Whether a child dies of SIGSEGV when it reads the mailbox that its parent had at fork(), and
     * one of vfork() hangs; otherwise the descriptor is invalid, or the parent's. */
    bool orphan_faults;

    /* Whether the mailbox, its messages and send boxes stay when a program calls exec(). */
    bool exec_keeps_boxes;

    /* What a mailbox holds; 0: as much as the kernel's queue of a socket. */
    uint32_t box_messages;
    uint64_t box_bytes;
};

/* The profile where the environment names none. */
const struct profile *profile_default(void);

/*
 * The profile that WORD, the value of MOSIX_EMULATOR_PROFILE, names; the default for NULL. 0, or
 * -EINVAL for an unknown word: nothing is stored. profile_words() lists what would be accepted.
 */
int profile_parse(const char *word, const struct profile **profile);

/* All words, for messages: "4.4.3 or 2009". */
const char *profile_words(void);

/* Profile INDEX (from 0), NULL past the last one. */
const struct profile *profile_at(size_t index);

#endif
