/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One mailbox or send box of MOSIX direct communication. Every path begins with root, which is
 * /proc/mosix on a real node. Libc only; every function returns >= 0 or -errno.
 *
 * What is relied on, with its grade: a process under mosrun owns one mailbox [doc4]; one write is
 * one message and one read is one message [doc4]; the order of messages per receiver is kept
 * [real]; on a send box only write, writev, F_SETFL and close are used [doc4]; select and poll do
 * not work on such descriptors, whose numbers are from 0x0c600000 up [real]. A child of fork() does
 * not inherit the mailbox, and dies of SIGSEGV when it reads its parent's [real]. A blocking read
 * of a mailbox can kill a process that MOSIX moves meanwhile [real]: there is none here. A signal
 * interrupts a read even with SA_RESTART [real].
 */
#ifndef MOSIX_BOX_H
#define MOSIX_BOX_H

#include <stddef.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

/*
 * Most bytes of one message, and most parts of one writev or readv; MOSIX 4 answers EINVAL to more
 * [real]. Both limits are also kept here, whatever MOSIX is.
 */
#define MOSIX_BOX_MESSAGE_MAX (32u << 20)
#define MOSIX_BOX_PARTS_MAX 16

/* Most send boxes that a process may have open at a time [doc4]. */
#define MOSIX_BOX_OPEN_MAX 128

/*
 * A mailbox has room for 10 000 messages and 32 MB, whoever sent them. Beyond that a write gives
 * ENOSPC; a smaller message may still fit, so a sender has to keep its own order [real].
 *
 * Who may send to a mailbox is told by its flags: 2 all users, 4 processes of other home nodes
 * [doc4]. A receiver that runs away from home gets messages even of its own user only with 2
 * [real].
 */
#define MOSIX_BOX_ALL_USERS 2u
#define MOSIX_BOX_OTHER_HOMES 4u

/* Mailbox flag: reading an empty mailbox gives EAGAIN instead of waiting [real]. */
#define MOSIX_BOX_NEVER_BLOCKS 8u

/*
 * Mailbox flag: each message that comes sends SIGIO to the process [real]. Opening the mailbox
 * again changes its flags, gives the same descriptor and keeps the messages [real].
 */
#define MOSIX_BOX_SIGNALS 16u

/*
 * The two kinds of send boxes. mbox is the one that the manual of MOSIX 4 describes [doc4].
 * In 4.4.3 ubox kept the order, but a job with many messages under way lost one [real]. In 2009 it
 * did not keep the order [doc].
 */
#define MOSIX_BOX_ORDERED "mbox"
#define MOSIX_BOX_UNORDERED "ubox"

/* Whether name, which may be NULL, is one of the two. */
bool mosix_box_is_channel(const char *name);

/*
 * Opens the calling process's mailbox with the given mailbox flags, which MOSIX takes in the place
 * of a file mode [doc4]. Returns a descriptor, or
 *   -ENOENT       the process does not run under mosrun [real]
 *   -ENETUNREACH  MOSIX was started some seconds ago and is not ready yet [real]
 *   -errno        anything else
 */
int mosix_box_open_own(const char *root, unsigned int flags);

/*
 * Opens the send box of the process pid whose home node is home, for writes that never block.
 * channel is one of the two kinds above. A home of 0 is the caller's own home node, which MOSIX
 * prefers to its address [doc4]. Only a write tells whether that process has a mailbox [real].
 * Returns a descriptor, -EMFILE when too many are open [real], or another -errno, also the one
 * with which O_NONBLOCK was refused.
 */
int mosix_box_open_peer(const char *root, const char *channel, uint32_t home, uint32_t pid);

/*
 * Writes one message, without blocking. Returns 0 when all of it was written, -EAGAIN when the
 * receiver is full (MOSIX 4 says ENOSPC [real]), -EMSGSIZE when it is too long or only a part of it
 * was taken, -EINVAL for too many parts, or another -errno. Interrupted writes are repeated.
 */
int mosix_box_write(int box, const struct iovec *parts, int count);

/*
 * Tells whether a message waits in the mailbox, without taking it: read(box, NULL, -1) [real].
 * Returns 1, 0 when none waits, or -EBADF when box is not a descriptor.
 */
int mosix_box_probe(int box);

/*
 * Tries whether reading an empty mailbox returns at once, as it should when the mailbox was opened
 * with MOSIX_BOX_NEVER_BLOCKS. Call it before any peer knows of the mailbox: the messages in it are
 * thrown away. It uses SIGALRM and the real-time timer, and restores both afterwards.
 * Returns 1 when it does, 0 when it does not, or -errno.
 */
int mosix_box_test_nonblocking(int box);

/*
 * Reads one message. In a mailbox that may block, call mosix_box_probe() first: it blocks when no
 * message waits. Returns the message's size, cut to the size of the parts [real], or -errno:
 * -EAGAIN when none waits in a mailbox that never blocks, -EINVAL for too many parts.
 */
ssize_t mosix_box_read(int box, const struct iovec *parts, int count);

/* Closes a box. */
void mosix_box_close(int box);

#endif
