/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What this process knows of the message that it read or probed last. A child of fork() inherits
 * it, and it stays across exec() [real].
 */
#ifndef MOSIX_EMULATOR_BOX_LAST_H
#define MOSIX_EMULATOR_BOX_LAST_H

#include "box_store.h"
#include "mail_wire.h"

/* It was the message of INFO. */
void box_last_note(const struct mail_info *info);

/* Home, process ID and length go to LAST; all 0 before the first message. */
void box_last_get(struct mail_info *last);

/* Is to be called before a mailbox is opened or closed is noted for exec(). */
void box_last_keep(void);

/* Takes over what the image before had: LAST, or what the mailbox's store has if LAST is NULL. */
void box_last_resume(const struct box_store_last *last);

#endif
