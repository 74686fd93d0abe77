/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sending for the library's own use: sendmsg() is a wrapper of the library, which MOSIX 4 forbids
 * to pass descriptors (call_strict.h). Libc only.
 */
#ifndef MOSIX_EMULATOR_RAW_SEND_H
#define MOSIX_EMULATOR_RAW_SEND_H

#include <sys/socket.h>
#include <sys/types.h>

/* As sendmsg(2), by the system call itself. */
ssize_t raw_send(int socket, const struct msghdr *message, int flags);

#endif
