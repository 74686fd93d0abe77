/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a sender can see of another process' mailbox; see box_receiver.h.
 */
#include "box_receiver.h"

#include <stdio.h>
#include <unistd.h>

#include "box_home.h"
#include "mail_collect.h"
#include "mail_socket.h"
#include "raw_call.h"

/* Whom the mailbox of process PID admits, which it shows as the name of a socket. */
static unsigned int permit_of(uint32_t home, int32_t pid)
{
    int probe = mail_socket_open();
    unsigned int found = 0;

    for (unsigned int permit = 1; probe >= 0 && found == 0 && permit <= mail_permit_max();
         permit++) {
        struct sockaddr_un address;
        socklen_t length = mail_name(&address, MAIL_ROLE_PERMIT, home, pid, permit);

        if (mail_socket_connect(probe, &address, length) == 0) {
            found = permit;
        }
    }
    if (probe >= 0) {
        raw_close(probe);
    }
    return found;
}

bool box_receiver_admits(uint32_t home, int32_t pid, struct place_peer *peer)
{
    struct mail_policy policy = {.home = home, .uid = UINT32_MAX, .gid = UINT32_MAX};
    char path[32];
    struct stat status;

    (void) snprintf(path, sizeof(path), "/proc/%d", (int) pid);
    if (raw_stat(path, &status) == 0) {
        policy.uid = status.st_uid;
        policy.gid = status.st_gid;
    }
    mail_permit_apply(permit_of(home, pid), &policy);
    policy.away = place_peer_is_away(peer, policy.away);
    return mail_admits(&policy, geteuid(), getegid(), box_home.ip);
}

bool box_receiver_is_replaced(uint32_t home, int32_t pid)
{
    struct sockaddr_un address;
    socklen_t length = mail_name(&address, MAIL_ROLE_REPLACED, home, pid, 0);
    int probe = mail_socket_open();
    bool there;

    if (probe < 0) {
        return false;
    }
    there = mail_socket_connect(probe, &address, length) == 0;
    raw_close(probe);
    return there;
}
