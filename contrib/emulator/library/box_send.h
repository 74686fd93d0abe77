/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Send boxes. Everything returns >= 0 or -errno; INDEX is as box_of() gives it. Writing takes no
 * lock and allocates nothing; opening and closing lock.
 */
#ifndef MOSIX_EMULATOR_BOX_SEND_H
#define MOSIX_EMULATOR_BOX_SEND_H

#include <stdbool.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "box_exec.h"
#include "path_grammar.h"

/* Opens a box for TARGET (PATH_MBOX or PATH_UBOX); FLAGS are those of open(). The receiver is not
 * contacted. Returns the index. */
int box_send_open(const struct path_target *target, int flags);

/* Writes one message; waits while the receiver is full, unless O_NONBLOCK was set. */
ssize_t box_send_write(int index, const struct iovec *parts, int count);

/* fcntl(): F_SETFL sets and clears O_NONBLOCK [doc] and ignores all other flags [real]. */
int box_send_fcntl(int index, int command, long argument);

/* dup2() to standard output or error [doc]: from here on whatever writes there, libc and children
 * included, sends a message per write. It is a box of its own from then on. Returns TO. */
int box_send_dup2(int index, int to);

/* The index of the box that descriptor FD is by dup2(), or -1. */
int box_send_output(int fd);

/* FD is about to be closed or replaced: a box there is closed. */
void box_send_leave(int fd);

int box_send_close(int index);

/* Whether the kernel's descriptor FD belongs to a send box. */
bool box_send_owns(int fd);

/* Takes over the send boxes that the image before had, BOX_SENDS of them. Once, at the start. */
void box_send_resume(const struct box_exec_sendbox *sendboxes);

/* Around fork(). */
void box_send_fork_prepare(void);
void box_send_fork_parent(void);
void box_send_fork_child(void);

#endif
