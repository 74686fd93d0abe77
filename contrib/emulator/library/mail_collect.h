/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Receiving messages from a mailbox's socket. Whatever comes may be forged: anybody on the host can
 * write to an abstract socket. So nothing that a sender wrote is believed before it was compared
 * with what the kernel says (mail_wire.h). Everything returns >= 0 or -errno. Libc only.
 */
#ifndef MOSIX_EMULATOR_MAIL_COLLECT_H
#define MOSIX_EMULATOR_MAIL_COLLECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include "mail_wire.h"

/* Who may send to a mailbox. */
struct mail_policy {
    unsigned int flags; /* of the mailbox */
    bool away;          /* its process is not at home */
    uint32_t home;
    uint32_t uid;
    uint32_t gid;
    uint32_t space; /* the owner's namespace of process IDs, 0 = unknown */
};

/* The namespace of process IDs of process PID, 0: of the caller. As a number that no other one has;
 * 0 if that cannot be seen. */
uint32_t mail_space_of(int32_t pid);

/* One message as it came. */
struct mail_arrival {
    struct mail_info info;
    enum mail_kind kind;
    int content;   /* of MAIL_PASSED: a sealed memfd of info.length bytes, owned by the caller of
                      mail_collect(); else -1 */
    size_t stored; /* bytes of an inline or bare message that were stored in the parts */
    int64_t stamp; /* CLOCK_REALTIME of its sending in nanoseconds, 0 where not asked for */
};

/*
 * Takes the next message from SOCKET; its content goes to PARTS (COUNT <= KNOWN_PARTS_MAX) as far
 * as they reach. FLAGS are recvmsg()'s. 0; -EBADMSG when a datagram was thrown away that is no
 * message or not permitted by POLICY: then try again; -EAGAIN; -EINTR.
 */
int mail_collect(int socket, const struct mail_policy *policy, const struct iovec *parts, int count,
                 int flags, struct mail_arrival *arrival);

/*
 * Looks at the next message without taking it. 0 and INFO; -EAGAIN when none waits; -EBADMSG when
 * only mail_collect() can tell whether it is one.
 */
int mail_peek(int socket, const struct mail_policy *policy, struct mail_info *info);

/* Largest number that mail_permit() gives. */
unsigned int mail_permit_max(void);

/*
 * What POLICY says about who may send, besides users and homes, as a number; 0 for a mailbox
 * without flags of a process at home. Where all users may send, it is the same away.
 */
unsigned int mail_permit(const struct mail_policy *policy);

/* Sets in POLICY what such a number says. */
void mail_permit_apply(unsigned int permit, struct mail_policy *policy);

/*
 * Whether a mailbox with POLICY admits a sender with this user, group and home node. Away from home
 * a mailbox takes every sender for a stranger, root excepted [real].
 */
bool mail_admits(const struct mail_policy *policy, uint32_t uid, uint32_t gid, uint32_t home);

#endif
