/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The mailbox of this process. Everything returns >= 0 or -errno.
 *
 * An ordinary read is one recvmsg() into the caller's memory, without a lock. While filters, flag
 * 32 or some faults are in use, messages first go through the queue of box_queue.h, under a lock.
 */
#ifndef MOSIX_EMULATOR_BOX_OWN_H
#define MOSIX_EMULATOR_BOX_OWN_H

#include <stdbool.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "box_exec.h"
#include "mail_wire.h"

/* open() of the mailbox with open's FLAGS and the mailbox flags that came as MODE. */
int box_own_open(int flags, unsigned int mode);

/* The process has left its home, or come back. */
void box_own_migrated(bool away);

/* Closes the mailbox's descriptor. It stays open while it is standard input, too. */
int box_own_close(void);

/* dup2() of the mailbox to standard input [doc4]: to no other number [real]. Returns 0 or -errno.
 */
int box_own_dup2(int to);

/* Whether standard input is the mailbox. */
bool box_own_is_input(void);

/* Standard input is closed, or becomes something else. The kernel's descriptor is the caller's
 * affair. */
void box_own_leave_input(void);

/* One message into PARTS, cut if it is longer. Waits for one unless flag 8 is set. */
ssize_t box_own_read(const struct iovec *parts, int count);

/* read(box, NULL, -1): the length of the next message, consuming nothing [real]. */
ssize_t box_own_probe(void);

/* The three filter requests. ARGUMENT is the program's pointer. The answer of SIOCINTERESTED may be
 * negative: from -4095 to -1 it is -errno. */
long box_own_ioctl(unsigned long request, void *argument);

/* Whether the kernel's descriptor FD belongs to the mailbox. */
bool box_own_owns(int fd);

/* Takes over the mailbox that the image before had, if there was one. Once, at the start. */
void box_own_resume(const struct box_exec_record *record);

/* Around fork(): the child has no mailbox, and may open its own. */
void box_own_fork_prepare(void);
void box_own_fork_parent(void);
void box_own_fork_child(void);

#endif
