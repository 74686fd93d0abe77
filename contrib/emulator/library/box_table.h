/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The descriptors that programs get for boxes. The kernel does not know them, so everything that
 * the library does not answer fails in the kernel as it does under MOSIX: select and epoll do
 * not work on them [seen].
 */
#ifndef MOSIX_EMULATOR_BOX_TABLE_H
#define MOSIX_EMULATOR_BOX_TABLE_H

#include "profile_known.h"

/* Switches that may be open for writing at a time. */
#define BOX_SWITCHES 16

/* Send boxes with the copies that dup2() makes of them: those of standard output and error have the
 * last two numbers. */
#define BOX_SENDS (KNOWN_SENDBOX_MAX + 2)

enum box_kind {
    BOX_NONE,   /* a descriptor of the kernel */
    BOX_MAIL,   /* the mailbox */
    BOX_SEND,   /* a send box */
    BOX_SWITCH, /* /proc/self/{lock,migrate}, open for writing */
    BOX_INVALID /* in our range, but never given out */
};

/* What FD is; its number within its kind goes to INDEX, 0 for a descriptor of the kernel. */
static inline enum box_kind box_of(int fd, int *index)
{
    int number;

    *index = 0;
    if (__builtin_expect(fd < KNOWN_BOX_BASE, 1)) {
        return BOX_NONE;
    }
    number = fd - KNOWN_BOX_BASE;
    if (number == 0) {
        return BOX_MAIL;
    }
    if (number <= KNOWN_SENDBOX_MAX) {
        *index = number - 1;
        return BOX_SEND;
    }
    *index = number - 1 - KNOWN_SENDBOX_MAX;
    return *index < BOX_SWITCHES ? BOX_SWITCH : BOX_INVALID;
}

static inline int box_mail_fd(void)
{
    return KNOWN_BOX_BASE;
}

static inline int box_send_fd(int index)
{
    return KNOWN_BOX_BASE + 1 + index;
}

static inline int box_switch_fd(int index)
{
    return KNOWN_BOX_BASE + 1 + KNOWN_SENDBOX_MAX + index;
}

#endif
