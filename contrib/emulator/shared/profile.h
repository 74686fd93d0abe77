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
#include <stdint.h>

struct profile {
    const char *word; /* as in MOSIX_EMULATOR_PROFILE */

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

#endif
