/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What mailboxes do in every profile, because MOSIX 4.4.3 was seen to do it [real], which outranks
 * the manuals: limits, flag bits, error numbers. What a row holds is spelled nowhere else. What
 * differs between the profiles is in profile.h; what nobody knows is in library/assumed.h. The
 * README shows the same rows. Libc only.
 */
#ifndef MOSIX_EMULATOR_PROFILE_KNOWN_H
#define MOSIX_EMULATOR_PROFILE_KNOWN_H

/* Values that must be constants to the compiler. Their rows are descriptor.base, sendbox.limit,
 * sendbox.pid-min, sendbox.pid-max and message.parts. */
#define KNOWN_BOX_BASE 207618048
#define KNOWN_SENDBOX_MAX 128
#define KNOWN_PID_MIN 2
#define KNOWN_PID_MAX 2147483647
#define KNOWN_PARTS_MAX 16

enum known_key {
    KNOWN_DESCRIPTOR_BASE,
    KNOWN_DESCRIPTOR_WRONG_BOX,
    KNOWN_MYBOX_FCNTL,
    KNOWN_MYBOX_IOCTL,
    KNOWN_SENDBOX_FCNTL,
    KNOWN_SENDBOX_IOCTL,
    KNOWN_MYBOX_FLAG_GROUP,
    KNOWN_MYBOX_FLAG_ALL,
    KNOWN_MYBOX_FLAG_HOMES,
    KNOWN_MYBOX_FLAG_NONBLOCK,
    KNOWN_MYBOX_FLAG_SIGIO,
    KNOWN_MYBOX_FLAG_WHOLE,
    KNOWN_MYBOX_FLAG_EOF,
    KNOWN_MYBOX_NO_CREATE,
    KNOWN_MYBOX_AGAIN,
    KNOWN_SENDBOX_LIMIT,
    KNOWN_SENDBOX_TOO_MANY,
    KNOWN_SENDBOX_BAD_PATH,
    KNOWN_SENDBOX_PID_MIN,
    KNOWN_SENDBOX_PID_MAX,
    KNOWN_SENDBOX_UNKNOWN_NODE,
    KNOWN_SENDBOX_BAD_MODE,
    KNOWN_SENDBOX_DUP2_NOBODY,
    KNOWN_MESSAGE_PARTS,
    KNOWN_MESSAGE_TOO_MANY_PARTS,
    KNOWN_WRITE_MAX,
    KNOWN_WRITE_TOO_LONG,
    KNOWN_WRITE_NOBODY,
    KNOWN_WRITE_NOBODY_UBOX,
    KNOWN_WRITE_DENIED,
    KNOWN_WRITE_AWAY,
    KNOWN_WRITE_ROOT,
    KNOWN_WRITE_FULL,
    KNOWN_WRITE_NODE_GONE,
    KNOWN_READ_PROBE_LENGTH,
    KNOWN_READ_PROBE_SENDBOX,
    KNOWN_READ_CUTS,
    KNOWN_READ_EMPTY,
    KNOWN_READ_NONE_FITS,
    KNOWN_FILTER_LIVE,
    KNOWN_FILTER_BAD,
    KNOWN_FILTER_BEYOND,
    KNOWN_FILTER_LIMIT,
    KNOWN_FILTER_FIRST_NUMBER,
    KNOWN_FILTER_NUMBERS,
    KNOWN_FILTER_WHICH_STORED,
    KNOWN_FORK_MAILBOX,
    KNOWN_FORK_SENDBOX,
    KNOWN_SELF_DENIED,
    KNOWN_SELF_BAD_VALUE,
    KNOWN_SELF_UNKNOWN_NODE,
    KNOWN_ROWS
};

/* A row of this table, and of that in assumed.h. */
struct profile_row {
    const char *name;  /* as in the README and in the names of the tests */
    long value;        /* what the code obeys */
    const char *shown; /* the value as a reader wants it: a number or the name of an errno */
    const char *text;  /* what it means */
    const char *grade; /* see mosix/README.md, without brackets */
};

/* The value and what is shown of it, in a row. */
#define PROFILE_SHOWN(value) #value
#define PROFILE_NUMBER(number) (number), PROFILE_SHOWN(number)
#define PROFILE_ERROR(name) (name), #name

extern const struct profile_row known_rows[KNOWN_ROWS];

/* The value of one row. */
static inline long known(enum known_key key)
{
    return known_rows[key].value;
}

#endif
