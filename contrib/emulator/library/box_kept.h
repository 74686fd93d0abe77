/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The messages of the queue across exec(): a file in memory has them, too, where the profile says
 * that exec() keeps boxes. Without room for that file they are lost at exec(). Not locked: the
 * mailbox locks.
 */
#ifndef MOSIX_EMULATOR_BOX_KEPT_H
#define MOSIX_EMULATOR_BOX_KEPT_H

#include <stdbool.h>

#include "mail_queue.h"

/* Keeps MESSAGE, which was added to the queue. */
void box_kept_add(struct mail_message *message);

/* MESSAGE is about to be removed; LAST: the queue is empty then. */
void box_kept_remove(const struct mail_message *message, bool last);

/* The file's descriptor, or -1. */
int box_kept_fd(void);

/* Closes the file, which a parent may still use. */
void box_kept_close(void);

/* Adds what the image before kept in FD (-1: nothing) to QUEUE, and goes on with that file. */
void box_kept_resume(int fd, struct mail_queue *queue);

/* Closes FD (-1: none) and the contents of its messages, which are those of another process. */
void box_kept_drop(int fd);

/* Whether the kernel's descriptor FD holds them. */
bool box_kept_owns(int fd);

#endif
