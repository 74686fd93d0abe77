/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table of what the emulator's mailboxes take MOSIX to do: limits, flag bits, error numbers,
 * choices. What a row holds is spelled nowhere else in the library, so that a manual, or a real
 * node, can correct it in one place. The README shows the same rows; mosix/README.md says what the
 * grades mean. Libc only.
 */
#ifndef MOSIX_EMULATOR_ASSUMED_H
#define MOSIX_EMULATOR_ASSUMED_H

/* Values that must be constants to the compiler. Their rows are descriptor.base, sendbox.limit,
 * sendbox.pid-min, sendbox.pid-max and message.parts. */
#define ASSUMED_BOX_BASE 207618048
#define ASSUMED_SENDBOX_MAX 128
#define ASSUMED_PID_MIN 2
#define ASSUMED_PID_MAX 2147483647
#define ASSUMED_PARTS_MAX 16

enum assumed_key {
    ASSUMED_DESCRIPTOR_BASE,
    ASSUMED_DESCRIPTOR_WRONG_BOX,
    ASSUMED_MYBOX_FCNTL,
    ASSUMED_MYBOX_IOCTL,
    ASSUMED_SENDBOX_FCNTL,
    ASSUMED_SENDBOX_IOCTL,
    ASSUMED_MYBOX_FLAG_GROUP,
    ASSUMED_MYBOX_FLAG_ALL,
    ASSUMED_MYBOX_FLAG_HOMES,
    ASSUMED_MYBOX_FLAG_NONBLOCK,
    ASSUMED_MYBOX_FLAG_SIGIO,
    ASSUMED_MYBOX_FLAG_WHOLE,
    ASSUMED_MYBOX_FLAG_EOF,
    ASSUMED_MYBOX_NO_CREATE,
    ASSUMED_MYBOX_AGAIN,
    ASSUMED_MYBOX_TAKEN,
    ASSUMED_SENDBOX_LIMIT,
    ASSUMED_SENDBOX_TOO_MANY,
    ASSUMED_SENDBOX_BAD_PATH,
    ASSUMED_SENDBOX_PID_MIN,
    ASSUMED_SENDBOX_PID_MAX,
    ASSUMED_SENDBOX_UNKNOWN_NODE,
    ASSUMED_SENDBOX_BAD_MODE,
    ASSUMED_SENDBOX_OPEN_NONBLOCK,
    ASSUMED_SENDBOX_DUP2_NOBODY,
    ASSUMED_MESSAGE_PARTS,
    ASSUMED_MESSAGE_TOO_MANY_PARTS,
    ASSUMED_WRITE_MAX,
    ASSUMED_WRITE_TOO_LONG,
    ASSUMED_WRITE_NOBODY,
    ASSUMED_WRITE_DENIED,
    ASSUMED_WRITE_AWAY,
    ASSUMED_WRITE_ROOT,
    ASSUMED_WRITE_FULL,
    ASSUMED_READ_PROBE_LENGTH,
    ASSUMED_READ_CUTS,
    ASSUMED_READ_EMPTY,
    ASSUMED_READ_NONE_FITS,
    ASSUMED_KEPT_MESSAGES,
    ASSUMED_KEPT_BYTES,
    ASSUMED_FILTER_LIVE,
    ASSUMED_FILTER_BAD,
    ASSUMED_FILTER_BEYOND,
    ASSUMED_FILTER_LIMIT,
    ASSUMED_FILTER_FIRST_NUMBER,
    ASSUMED_FILTER_NUMBERS,
    ASSUMED_FILTER_WHICH_STORED,
    ASSUMED_FORK_MAILBOX,
    ASSUMED_FORK_SENDBOX,
    ASSUMED_PROC_OPEN_SETS,
    ASSUMED_PROC_DENIED,
    ASSUMED_PROC_BAD_VALUE,
    ASSUMED_SELF_DENIED,
    ASSUMED_SELF_BAD_VALUE,
    ASSUMED_SELF_UNKNOWN_NODE,
    ASSUMED_ROWS
};

struct assumed_row {
    const char *name;  /* as in the README and in the names of the tests */
    long value;        /* what the code obeys */
    const char *shown; /* the value as a reader wants it: a number or the name of an errno */
    const char *text;  /* what it means */
    const char *grade; /* see mosix/README.md, without brackets */
};

extern const struct assumed_row assumed_rows[ASSUMED_ROWS];

/* The value of one row. */
static inline long assumed(enum assumed_key key)
{
    return assumed_rows[key].value;
}

#endif
