/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The socket behind the mailbox of this process.
 */
#ifndef MOSIX_EMULATOR_BOX_SOCKET_H
#define MOSIX_EMULATOR_BOX_SOCKET_H

#include <stdbool.h>
#include <sys/uio.h>

/* Makes it, with the name that senders look for. Returns it or -errno; the row mybox.taken if
 * another process has that name. */
int box_socket_make(void);

/* Closes *FD, if it is one, and makes it -1. */
void box_socket_close(int *fd);

/* Whether a message that has arrived raises SIGIO. */
void box_socket_signal(int socket, bool wanted);

/*
 * Shows to senders who is admitted (PERMIT is mail_permit()'s), as the name of a socket, which
 * replaces *FD. Without the name they see a mailbox without flags of a process at home.
 */
void box_socket_show_permit(int *fd, unsigned int permit);

/* Whether there is certainly no memory of the program at PARTS: the kernel maps nothing that low,
 * and nothing that high. It would drop a message that is read to there. */
bool box_socket_cannot_fill(const struct iovec *parts, int count);

#endif
