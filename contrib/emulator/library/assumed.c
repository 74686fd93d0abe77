/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The rows of the table; see assumed.h. A test compares them with the README's.
 */
#include "assumed.h"

#include <errno.h>

/* clang-format off */
const struct profile_row assumed_rows[ASSUMED_ROWS] = {
    [ASSUMED_MYBOX_TAKEN] = {"mybox.taken", PROFILE_ERROR(EBUSY),
        "another process has taken the name of this process's mailbox", "assumed"},

    [ASSUMED_SENDBOX_OPEN_NONBLOCK] = {"sendbox.open-nonblock", PROFILE_NUMBER(0),
        "whether O_NONBLOCK counts in open, as it does in fcntl", "assumed"},

    [ASSUMED_SENDBOX_NODE_GONE] = {"sendbox.node-gone", PROFILE_ERROR(EHOSTUNREACH),
        "opening a send box to a node that vanished, or behind a link that is cut", "assumed"},

    [ASSUMED_WRITE_LINK_CUT] = {"write.link-cut", PROFILE_ERROR(EHOSTUNREACH),
        "writing to or from a node whose link is cut", "assumed"},
    [ASSUMED_WRITE_NO_DAEMON] = {"write.no-daemon", PROFILE_ERROR(ECONNREFUSED),
        "writing to a mailbox of a node whose daemon for mailboxes has ended", "assumed"},
    [ASSUMED_WRITE_SILENT_DAEMON] = {"write.silent-daemon", PROFILE_ERROR(ETIMEDOUT),
        "writing to a mailbox of a node whose daemon for mailboxes does not answer", "assumed"},

    [ASSUMED_KEPT_MESSAGES] = {"kept.messages", PROFILE_NUMBER(10000),
        "messages that filters or flag 32 passed over and that wait for a later read", "assumed"},
    [ASSUMED_KEPT_BYTES] = {"kept.bytes", PROFILE_NUMBER(33554432),
        "bytes of such messages; beyond either limit the mailbox counts as full", "assumed"},

    [ASSUMED_PROC_OPEN_SETS] = {"proc.open-sets", PROFILE_NUMBER(1),
        "whether open(path, 1 + O_CREAT, value) on lock and migrate sets the value and returns 0",
        "assumed"},
    [ASSUMED_PROC_DENIED] = {"proc.denied", PROFILE_ERROR(EACCES),
        "writing mosip, where or nmigs, or reading migrate", "assumed"},
    [ASSUMED_PROC_BAD_VALUE] = {"proc.bad-value", PROFILE_ERROR(EINVAL),
        "writing anything but a proper value to lock or migrate", "assumed"},
};
/* clang-format on */
