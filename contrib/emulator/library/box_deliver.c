/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One message to a mailbox: to its socket or its store; see box_deliver.h.
 */
#include "box_deliver.h"

#include <errno.h>

#include "cluster_map.h"
#include "mail_socket.h"
#include "place_own.h"

/* Whether the mailbox is still there with which SOCKET was connected. 0 or -errno. */
static int look_at_receiver(int socket, const struct box_mail *mail)
{
    struct sockaddr_un address;
    socklen_t length = mail_name(&address, MAIL_ROLE_BOX, mail->to_home, mail->to_pid, 0);

    return mail_socket_connect(socket, &address, length);
}

/* Counts MAIL in the receiver's store; waits for room where that is wanted. 0 or -errno. */
static int reserve(struct box_store *store, int socket, const struct box_mail *mail)
{
    struct box_store_signals saved;
    int status = 0;

    if (box_store_reserve(store, mail->info.length)) {
        return 0;
    }
    if (!mail->wait) {
        status = look_at_receiver(socket, mail);
        return status == 0 ? -EAGAIN : status;
    }
    box_store_hold(&saved);
    while (status == 0 && !box_store_reserve(store, mail->info.length)) {
        status = box_store_pause(&saved);
        status = status == 0 ? cluster_reach(place_own_address(), mail->to_home) : status;
        status = status == 0 ? look_at_receiver(socket, mail) : status;
    }
    box_store_let(&saved);
    return status;
}

/* The receiver of a message in its store may have emptied the socket meanwhile, and wait there. */
static int wake_receiver(int socket)
{
    int status = mail_nudge(socket);

    return status == -EAGAIN ? 0 : status;
}

/* Puts MAIL, which was counted, where it is read after what this process sent before. */
static int put(struct box_store *store, int socket, struct box_mail *mail)
{
    struct box_store_signals saved;
    int status = -EAGAIN;

    if (box_store_waiting(store) == 0) {
        status = mail_deliver(socket, &mail->info, mail->parts, mail->count, false);
    }
    if (status != -EAGAIN) {
        return status;
    }
    box_store_lock(store, &saved);
    if (box_store_waiting(store) == 0) {
        status = mail_deliver(socket, &mail->info, mail->parts, mail->count, false);
    }
    if (status == -EAGAIN) {
        status = box_store_append(store, &mail->info, mail->parts, mail->count);
        mail->stored = status == 0;
    }
    box_store_unlock(store, &saved);
    return mail->stored ? wake_receiver(socket) : status;
}

int box_deliver(struct box_store *store, int socket, struct box_mail *mail)
{
    int status;

    if (mail->stored) {
        return wake_receiver(socket);
    }
    mail->info.counted = store->head != NULL;
    if (!mail->info.counted) {
        return mail_deliver(socket, &mail->info, mail->parts, mail->count, mail->wait);
    }
    status = reserve(store, socket, mail);
    if (status == 0) {
        status = put(store, socket, mail);
        if (status < 0 && !mail->stored) {
            box_store_release(store, mail->info.length);
        }
    }
    return status;
}
