/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The rows of the table; see assumed.h. A test compares them with the README's.
 */
#include "assumed.h"

#include <errno.h>
#include <stddef.h>

#define SHOWN(value) #value
#define NUMBER(number) (number), SHOWN(number)
#define ERROR(name) (name), #name

/* clang-format off */
const struct assumed_row assumed_rows[ASSUMED_ROWS] = {
    [ASSUMED_DESCRIPTOR_BASE] = {"descriptor.base", NUMBER(ASSUMED_BOX_BASE),
        "descriptors of boxes count up from here; the kernel does not know them", "seen"},
    [ASSUMED_DESCRIPTOR_OTHER_CALL] = {"descriptor.other-call", ERROR(EINVAL),
        "fcntl and ioctl requests that a box does not know", "assumed"},

    [ASSUMED_MYBOX_FLAG_GROUP] = {"mybox.flag-group", NUMBER(1),
        "flag: other users of the same group may send", "assumed"},
    [ASSUMED_MYBOX_FLAG_ALL] = {"mybox.flag-all", NUMBER(2),
        "flag: all users may send", "assumed"},
    [ASSUMED_MYBOX_FLAG_HOMES] = {"mybox.flag-homes", NUMBER(4),
        "flag: processes with another home node may send", "assumed"},
    [ASSUMED_MYBOX_FLAG_NONBLOCK] = {"mybox.flag-nonblock", NUMBER(8),
        "flag: a read of an empty mailbox does not wait", "assumed"},
    [ASSUMED_MYBOX_FLAG_SIGIO] = {"mybox.flag-sigio", NUMBER(16),
        "flag: SIGIO when a message has arrived", "seen"},
    [ASSUMED_MYBOX_FLAG_WHOLE] = {"mybox.flag-whole", NUMBER(32),
        "flag: never cut a message; the first one that fits the buffer is read", "assumed"},
    [ASSUMED_MYBOX_FLAG_EOF] = {"mybox.flag-eof", NUMBER(64),
        "flag: after a message of length zero every read gives 0", "assumed"},
    [ASSUMED_MYBOX_BAD_FLAGS] = {"mybox.bad-flags", ERROR(EINVAL),
        "opening the mailbox with any other flag bit", "assumed"},
    [ASSUMED_MYBOX_NO_CREATE] = {"mybox.no-create", ERROR(EINVAL),
        "opening the mailbox without O_CREAT", "assumed"},
    [ASSUMED_MYBOX_AGAIN] = {"mybox.again", NUMBER(0),
        "error of opening the mailbox a second time; 0 = the same descriptor, with the new flags",
        "assumed"},
    [ASSUMED_MYBOX_TAKEN] = {"mybox.taken", ERROR(EBUSY),
        "another process has taken the name of this process's mailbox", "assumed"},

    [ASSUMED_SENDBOX_LIMIT] = {"sendbox.limit", NUMBER(ASSUMED_SENDBOX_MAX),
        "send boxes that a process may have open", "doc"},
    [ASSUMED_SENDBOX_TOO_MANY] = {"sendbox.too-many", ERROR(EMFILE),
        "opening one more send box than that", "assumed"},
    [ASSUMED_SENDBOX_BAD_PATH] = {"sendbox.bad-path", ERROR(ENOENT),
        "a path below /proc/mosix that does not name an address and a process ID", "assumed"},
    [ASSUMED_SENDBOX_PID_MAX] = {"sendbox.pid-max", NUMBER(ASSUMED_PID_MAX),
        "largest process ID in a path", "assumed"},
    [ASSUMED_SENDBOX_UNKNOWN_NODE] = {"sendbox.unknown-node", ERROR(ENOENT),
        "an address outside of the cluster; with a loopback home, the cluster is 127.0.0.0/8",
        "assumed"},
    [ASSUMED_SENDBOX_BAD_MODE] = {"sendbox.bad-mode", ERROR(EINVAL),
        "opening a send box for anything but writing", "assumed"},
    [ASSUMED_SENDBOX_OPEN_NONBLOCK] = {"sendbox.open-nonblock", NUMBER(0),
        "whether O_NONBLOCK counts in open, as it does in fcntl", "assumed"},
    [ASSUMED_SENDBOX_DUP2_NOBODY] = {"sendbox.dup2-nobody", ERROR(ESRCH),
        "dup2 of a send box whose receiver has no mailbox", "assumed"},

    [ASSUMED_WRITE_MAX] = {"write.max", NUMBER(33554432),
        "largest message in bytes", "assumed"},
    [ASSUMED_WRITE_TOO_LONG] = {"write.too-long", ERROR(EINVAL),
        "writing a larger message", "assumed"},
    [ASSUMED_WRITE_NOBODY] = {"write.nobody", ERROR(ESRCH),
        "writing to a process that is not there or has no mailbox", "assumed"},
    [ASSUMED_WRITE_DENIED] = {"write.denied", ERROR(EACCES),
        "writing to a mailbox whose flags do not admit the writer", "assumed"},
    [ASSUMED_WRITE_FULL] = {"write.full", ERROR(EAGAIN),
        "writing without waiting to a full mailbox; the alternative is ENOSPC", "assumed"},

    [ASSUMED_UBOX_LOSES] = {"ubox.loses", NUMBER(1),
        "whether a message to a full or missing receiver of a datagram box is lost silently",
        "assumed"},

    [ASSUMED_READ_PROBE_LENGTH] = {"read.probe-length", NUMBER(1),
        "whether the probe returns the length of the next message; else it returns 0", "assumed"},
    [ASSUMED_READ_CUTS] = {"read.cuts", NUMBER(1),
        "whether a message longer than the buffer loses its tail; else as if flag 32 were set",
        "assumed"},
    [ASSUMED_READ_EMPTY] = {"read.empty", ERROR(EAGAIN),
        "probing an empty mailbox, or reading one that does not wait", "assumed"},
    [ASSUMED_READ_COUNT_ZERO] = {"read.count-zero", ERROR(EINVAL),
        "reading a mailbox into no space at all", "assumed"},

    [ASSUMED_KEPT_MESSAGES] = {"kept.messages", NUMBER(10000),
        "messages that filters or flag 32 passed over and that wait for a later read", "assumed"},
    [ASSUMED_KEPT_BYTES] = {"kept.bytes", NUMBER(33554432),
        "bytes of such messages; beyond either limit the mailbox counts as full", "assumed"},

    [ASSUMED_FILTER_LIVE] = {"filter.live", NUMBER(1),
        "whether a filter in use is looked at anew on every read; else its content is copied",
        "assumed"},
    [ASSUMED_FILTER_BAD] = {"filter.bad", ERROR(EINVAL),
        "a filter with an impossible value", "assumed"},
    [ASSUMED_FILTER_LIMIT] = {"filter.limit", NUMBER(1024),
        "filters that can be stored", "assumed"},
    [ASSUMED_FILTER_NUMBERS] = {"filter.numbers", NUMBER(1),
        "whether MESSAGENO counts only messages that meet the other conditions", "assumed"},
    [ASSUMED_FILTER_WHICH_COUNTS] = {"filter.which-counts", NUMBER(1),
        "whether SIOCWHICH returns the number of filters with a message; else it returns 0",
        "assumed"},

    [ASSUMED_FORK_MAILBOX] = {"fork.mailbox", NUMBER(0),
        "whether a child inherits the mailbox", "assumed"},
    [ASSUMED_FORK_SENDBOX] = {"fork.sendbox", NUMBER(1),
        "whether a child inherits the send boxes", "assumed"},

    [ASSUMED_PROC_OPEN_SETS] = {"proc.open-sets", NUMBER(1),
        "whether open(path, 1 + O_CREAT, value) on lock and migrate sets the value and returns 0",
        "assumed"},
    [ASSUMED_PROC_DENIED] = {"proc.denied", ERROR(EACCES),
        "writing mosip, where or nmigs, or reading migrate", "assumed"},
    [ASSUMED_PROC_BAD_VALUE] = {"proc.bad-value", ERROR(EINVAL),
        "writing anything but a proper value to lock or migrate", "assumed"},
    [ASSUMED_SELF_DENIED] = {"self.denied", ERROR(EPERM),
        "open(2) of a switch in a way that it does not have: reading migrate, writing whereami",
        "real"},
    [ASSUMED_SELF_BAD_VALUE] = {"self.bad-value", ERROR(EINVAL),
        "writing a value beyond a switch's range by open(2)", "real"},
    [ASSUMED_SELF_UNKNOWN_NODE] = {"self.unknown-node", ERROR(ENXIO),
        "migrating to an address outside of the cluster by open(2)", "real"},
};
/* clang-format on */
