/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The bare system call; see raw_send.h.
 */
#include "raw_send.h"

#include "raw_call.h"

ssize_t raw_send(int socket, const struct msghdr *message, int flags)
{
    return raw_answer(raw_call(SYS_sendmsg, socket, (long) message, flags, 0, 0, 0));
}
