#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# One test per row of the table of what the mailboxes take for granted (assumed.c).

setup() {
    load mailbox.bash
    mosrun_setup
}

@test "descriptor.base [seen]" {
    expect_case mail_open descriptors
}

@test "descriptor.other-call [assumed]" {
    expect_case mail_open other-calls
}

@test "mybox.flag-group [assumed]" {
    root_only
    expect_case mail_process groups
}

@test "mybox.flag-all [assumed]" {
    root_only
    expect_case mail_process users
}

@test "mybox.flag-homes [assumed]" {
    expect_case mail_process homes
}

@test "mybox.flag-nonblock [assumed]" {
    expect_case mail_messages nonblock-read
}

@test "mybox.flag-sigio [seen]" {
    expect_case mail_messages sigio
}

@test "mybox.flag-whole [assumed]" {
    expect_case mail_messages whole
}

@test "mybox.flag-eof [assumed]" {
    expect_case mail_messages end-of-file
}

@test "mybox.bad-flags [assumed]" {
    expect_case mail_open bad-flags
}

@test "mybox.no-create [assumed]" {
    expect_case mail_open no-create
}

@test "mybox.again [assumed]" {
    expect_case mail_open again
}

@test "mybox.taken [assumed]" {
    expect_case mail_open taken
}

@test "sendbox.limit [doc]" {
    expect_case mail_open limit
}

@test "sendbox.too-many [assumed]" {
    expect_case mail_open limit
}

@test "sendbox.bad-path [assumed]" {
    expect_case mail_open bad-paths
}

@test "sendbox.pid-max [assumed]" {
    expect_case mail_open pid-max
}

@test "sendbox.unknown-node [assumed]" {
    expect_case mail_open unknown-node
}

@test "sendbox.bad-mode [assumed]" {
    expect_case mail_open bad-mode
}

@test "sendbox.open-nonblock [assumed]" {
    expect_case mail_open open-nonblock
}

@test "sendbox.dup2-nobody [assumed]" {
    expect_case mail_process dup2-nobody
}

@test "write.max [assumed]" {
    expect_case mail_messages largest
}

@test "write.too-long [assumed]" {
    expect_case mail_messages too-long
}

@test "write.nobody [assumed]" {
    expect_case mail_messages nobody
    expect_case mail_between killed
}

@test "write.denied [assumed]" {
    expect_case mail_process homes
    root_only
    expect_case mail_process users
}

@test "write.full [assumed]" {
    expect_case mail_messages full
}

@test "ubox.loses [assumed]" {
    expect_case mail_messages datagram
}

@test "read.probe-length [assumed]" {
    expect_case mail_messages probing
    expect_case mail_messages probe-large
}

@test "read.cuts [assumed]" {
    expect_case mail_messages truncated
}

@test "read.empty [assumed]" {
    expect_case mail_messages nonblock-read
    expect_case mail_messages probing
}

@test "read.count-zero [assumed]" {
    expect_case mail_messages count-zero
}

@test "kept.messages [assumed]" {
    expect_case mail_filters kept-messages
}

@test "kept.bytes [assumed]" {
    expect_case mail_filters kept-bytes
}

@test "filter.live [assumed]" {
    expect_case mail_filters live
}

@test "filter.bad [assumed]" {
    expect_case mail_filters bad-values
}

@test "filter.limit [assumed]" {
    expect_case mail_filters limit
}

@test "filter.numbers [assumed]" {
    expect_case mail_filters messageno
}

@test "filter.which-counts [assumed]" {
    expect_case mail_filters which
}

@test "fork.mailbox [assumed]" {
    expect_case mail_process fork-mailbox
}

@test "fork.sendbox [assumed]" {
    expect_case mail_process fork-sendbox
}

@test "proc.open-sets [assumed]" {
    expect_case mail_process proc-lock
    expect_case mail_process proc-migrate
}

@test "proc.denied [assumed]" {
    expect_case mail_process proc-denied
}

@test "proc.bad-value [assumed]" {
    expect_case mail_process proc-bad-value
}

@test "self.denied [real]" {
    expect_case mail_call denied
}

@test "self.bad-value [real]" {
    expect_case mail_call ranges
}

@test "self.unknown-node [real]" {
    expect_case mail_call migrating
}
