/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One mailbox or send box of MOSIX direct communication. Every path begins with root, which is
 * /proc/mosix on a real node. Libc only; every function returns >= 0 or -errno.
 *
 * What is relied on, with its grade: a process under mosrun owns one mailbox [doc]; one write is
 * one message and one read is one message [doc]; the order of messages per receiver is kept
 * [doc]; on a send box only write, writev, F_SETFL and close are used [doc]; select and poll do
 * not work on such descriptors [seen].
 */
#ifndef MOSIX_BOX_H
#define MOSIX_BOX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

/* Most bytes of one mailbox message [assumed]; a limit that we also keep ourselves. */
#define MOSIX_BOX_MESSAGE_MAX (32u << 20)

/* Mailbox flag: reading an empty mailbox gives EAGAIN instead of waiting [assumed]. */
#define MOSIX_BOX_NEVER_BLOCKS 8u

/* Most send boxes that a process may have open at a time [doc]. */
#define MOSIX_BOX_OPEN_MAX 128

/*
 * Opens the calling process's own mailbox with the given mailbox flags, which MOSIX takes in the
 * place of a file mode [doc]. Returns a descriptor, or
 *   -ENOENT  the process does not run under mosrun [assumed]
 *   -errno   anything else
 */
int mosix_box_open_own(const char *root, unsigned int flags);

/*
 * Opens the send box of the process pid whose home node is home, for writes that never block.
 * same_home says that the caller has the same home node, for which MOSIX prefers the address
 * 0.0.0.0 [doc]. That nobody lives there is found out on write, not here [assumed].
 * Returns a descriptor, -EMFILE when too many are open [assumed], or another -errno, also the one
 * with which O_NONBLOCK was refused.
 */
int mosix_box_open_peer(const char *root, uint32_t home, uint32_t pid, int same_home);

/*
 * Writes one message, without blocking. Returns 0 when all of it was written, -EAGAIN when the
 * receiver is full (MOSIX may say ENOSPC instead [assumed]), -EMSGSIZE when only a part was taken,
 * or another -errno. Interrupted writes are repeated.
 */
int mosix_box_write(int box, const struct iovec *parts, int count);

/*
 * Tells whether a message waits in the mailbox, without taking it: read(box, NULL, -1) [seen].
 * Returns 1, 0 when none waits, or -EBADF when box is no descriptor at all.
 */
int mosix_box_probe(int box);

/*
 * Tries whether reading an empty mailbox returns at once, as it should when the mailbox was opened
 * with MOSIX_BOX_NEVER_BLOCKS. It is called before anybody knows of the mailbox; what is in it
 * nevertheless is thrown away. For that time SIGALRM and the real-time timer are used, and put
 * back afterwards. Returns 1 when it does, 0 when it does not, or -errno.
 */
int mosix_box_test_nonblocking(int box);

/*
 * Reads one message. Blocks when none waits in a mailbox of the other kind, so ask
 * mosix_box_probe() first. Returns its size, cut to the size of the parts, or -errno; -EAGAIN when
 * none waits in a mailbox that never blocks.
 */
ssize_t mosix_box_read(int box, const struct iovec *parts, int count);

/* Closes a box. */
void mosix_box_close(int box);

#endif
