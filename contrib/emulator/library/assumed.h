/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table of what the emulator's mailboxes take MOSIX to do although nobody has seen it: choices.
 * What a row holds is spelled nowhere else, so that a manual, or a real node, can correct it in one
 * place: then the row moves to profile_known.h. The README shows the same rows; mosix/README.md
 * says what the grades mean. Libc only.
 */
#ifndef MOSIX_EMULATOR_ASSUMED_H
#define MOSIX_EMULATOR_ASSUMED_H

#include "profile_known.h"

enum assumed_key {
    ASSUMED_MYBOX_TAKEN,
    ASSUMED_SENDBOX_OPEN_NONBLOCK,
    ASSUMED_SENDBOX_NODE_GONE,
    ASSUMED_WRITE_LINK_CUT,
    ASSUMED_WRITE_NO_DAEMON,
    ASSUMED_WRITE_SILENT_DAEMON,
    ASSUMED_KEPT_MESSAGES,
    ASSUMED_KEPT_BYTES,
    ASSUMED_PROC_OPEN_SETS,
    ASSUMED_PROC_DENIED,
    ASSUMED_PROC_BAD_VALUE,
    ASSUMED_ROWS
};

extern const struct profile_row assumed_rows[ASSUMED_ROWS];

/* The value of one row. */
static inline long assumed(enum assumed_key key)
{
    return assumed_rows[key].value;
}

#endif
