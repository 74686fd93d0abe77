/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The address of this process's own home node. 2009: /proc/mosix/mosip holds it [doc]. MOSIX 4: no
 * file and no switch tells it to a process inside; but after a message to oneself the switch
 * sender_home does [real]. Libc only.
 */
#ifndef MOSIX_SELF_H
#define MOSIX_SELF_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What is known already.
 * root       where MOSIX's files are
 * mailbox    the mailbox of this process, that no peer knows yet
 * may_block  a read of the empty mailbox would wait, so ask first
 * send_box   a send box to this process itself, whose writes never block
 * token      a random number, which tells our message from those that others send in between
 */
struct mosix_self {
    const char *root;
    int mailbox;
    bool may_block;
    int send_box;
    uint64_t token;
};

/*
 * Finds the address. The mailbox is left without a message of this process, and without those that
 * came before: they are thrown away. Blocks for milliseconds, and for at most patience of them.
 * Returns 0 and sets *home, -ETIMEDOUT when the message did not come back, -EINVAL when what MOSIX
 * tells is not the address of a node, or another -errno.
 */
int mosix_self_home(const struct mosix_self *self, int patience, uint32_t *home);

#endif
