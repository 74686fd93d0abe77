/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What waits in the mailbox of this process, in its socket and in its store. SOCKET and POLICY are
 * the mailbox's. Everything returns >= 0 or -errno.
 */
#ifndef MOSIX_EMULATOR_BOX_INBOX_H
#define MOSIX_EMULATOR_BOX_INBOX_H

#include "box_store.h"
#include "mail_collect.h"

/* Makes the store of a new mailbox, where the profile wants one and it can be made; and ends it. */
void box_inbox_open(void);
void box_inbox_close(void);

/* The kernel's descriptor of the store, -1: none; and a store that an image before has made. */
int box_inbox_store(void);
void box_inbox_resume(int fd);

/* What is known of the message that was read last, for the image after exec(): box_store.h. */
void box_inbox_note_last(const struct box_store_last *last);
void box_inbox_last(struct box_store_last *last);

/* As mail_collect(), but from both. It may also give -EBADMSG when the store has a message by now.
 */
int box_inbox_collect(int socket, const struct mail_policy *policy, const struct iovec *parts,
                      int count, int flags, struct mail_arrival *arrival);

/* As mail_peek(), but at both. */
int box_inbox_peek(int socket, const struct mail_policy *policy, struct mail_info *info);

/* The program has taken a message: there is room for another. */
void box_inbox_taken(const struct mail_info *info);

/* Whether the kernel's descriptor FD belongs to the store. */
bool box_inbox_owns(int fd);

#endif
