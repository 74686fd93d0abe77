/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Delivering one message to a mailbox whose socket and store are known. Libc only.
 */
#ifndef MOSIX_EMULATOR_BOX_DELIVER_H
#define MOSIX_EMULATOR_BOX_DELIVER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/uio.h>

#include "box_store.h"
#include "mail_wire.h"

/* One message on its way. */
struct box_mail {
    struct mail_info info;
    uint32_t to_home;
    int32_t to_pid;
    const struct iovec *parts;
    int count;
    bool wait;   /* for room */
    bool stored; /* it is in the receiver's store: only that has to be told */
};

/*
 * Sends MAIL through SOCKET, which is connected to the receiver's mailbox, or puts it into that
 * mailbox's STORE, if it has one (store->head). Sets mail->info.counted and mail->stored. 0;
 * -EAGAIN when it is full and MAIL does not wait; -EINTR; -errno of mail_deliver() when the mailbox
 * is not there any more: then the same MAIL may be tried again once it was found anew.
 */
int box_deliver(struct box_store *store, int socket, struct box_mail *mail);

#endif
