/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The mailbox of this rank: opened when MPI starts, and given up in a child that the rank forks.
 * MOSIX gives no child its parent's mailbox, and one that reads it dies of SIGSEGV [real]. So in a
 * child module.mailbox is -1: nothing is read, written or closed there.
 */
#ifndef BTL_MOSIX_MAILBOX_H
#define BTL_MOSIX_MAILBOX_H

#include "btl_mosix.h"

/*
 * Opens the mailbox and finds out what the other ranks must know: home node, PID, cookie. Waits for
 * up to btl_mosix_patience seconds where MOSIX is not ready yet. Returns 0, -ENOENT outside mosrun,
 * or another -errno after showing a message.
 */
int btl_mosix_mailbox_open(mca_btl_mosix_module_t *module);

/*
 * Lets each message that comes send SIGIO to this rank, or no longer. What is in the mailbox stays.
 * Returns 0 or -errno.
 */
int btl_mosix_mailbox_signals(mca_btl_mosix_module_t *module, bool on);

/* Closes the mailbox, if this process has it. */
void btl_mosix_mailbox_close(mca_btl_mosix_module_t *module);

#endif
