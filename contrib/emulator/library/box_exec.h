/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Boxes across exec(): the mailbox, its messages and send boxes stay [real]. The descriptors behind
 * them stay open, and a record of them lies in memory behind one more. The next image finds it. A
 * child of fork() or vfork() that calls exec() keeps the send boxes only.
 *
 * Where the profile says that exec() closes boxes, nothing here does anything.
 */
#ifndef MOSIX_EMULATOR_BOX_EXEC_H
#define MOSIX_EMULATOR_BOX_EXEC_H

#include <stdbool.h>
#include <stdint.h>

#include "box_store.h"
#include "box_table.h"
#include "profile_known.h"

struct box_exec_mailbox {
    int32_t socket; /* -1: there is no mailbox */
    int32_t permit; /* -1: none */
    int32_t store;  /* -1: none */
    int32_t kept;   /* -1: none */
    uint32_t flags;
    uint32_t input;      /* 1: it is standard input, too */
    uint32_t only_input; /* 1: and nothing else */
};

struct box_exec_sendbox {
    int32_t socket; /* + 1; 0: not open */
    int32_t pid;
    uint32_t home;
    uint32_t nonblock;
    uint32_t is_ubox;
};

struct box_exec_record {
    uint32_t magic;
    int32_t pid; /* whose mailbox it is */
    struct box_exec_mailbox mailbox;
    struct box_store_last last; /* read before the mailbox was opened, or after it was closed */
    struct box_exec_sendbox sendboxes[BOX_SENDS];
};

/*
 * Looks once, at the start, for the record of the image before. NULL: there is none. The mailbox in
 * it is this process' own, or there is none: that of a parent has been closed. FOREIGN is set to
 * the descriptor of the messages that were kept for the parent, which the caller drops, or to -1.
 */
const struct box_exec_record *box_exec_start(int *foreign);

/* What is to be found after exec(). The descriptors in it are made to stay open. */
void box_exec_note_mailbox(const struct box_exec_mailbox *mailbox);
void box_exec_note_kept(int kept);
void box_exec_note_sendbox(int index, const struct box_exec_sendbox *sendbox);

/* The same, but it is only stored with what is noted next: it changes with every message. */
void box_exec_note_last(const struct box_store_last *last);

/* Whether the kernel's descriptor FD holds the record. */
bool box_exec_owns(int fd);

#endif
