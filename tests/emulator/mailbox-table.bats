#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# One test per row of the tables of what the mailboxes know (profile_known.c) and take for granted
# (assumed.c).

setup() {
    load mailbox.bash
    mailbox_setup
}

# in_cluster CASE: of nodes that cannot be reached.
in_cluster() {
    cluster_setup
    expect_case mail_cluster "$1"
    cluster_teardown
}

@test "descriptor.base [real]" {
    expect_case mail_open descriptors
}

@test "descriptor.wrong-box [real]" {
    expect_case mail_open wrong-box
}

@test "mybox.fcntl [real]" {
    expect_case mail_open mailbox-control
}

@test "mybox.ioctl [real]" {
    expect_case mail_open mailbox-control
}

@test "sendbox.fcntl [real]" {
    expect_case mail_open sendbox-control
}

@test "sendbox.ioctl [real]" {
    expect_case mail_open sendbox-control
}

@test "mybox.flag-group [real]" {
    root_only
    expect_case mail_process groups
}

@test "mybox.flag-all [real]" {
    root_only
    expect_case mail_process users
}

@test "mybox.flag-homes [real]" {
    expect_case mail_process homes
}

@test "mybox.flag-nonblock [real]" {
    expect_case mail_messages nonblock-read
}

@test "mybox.flag-sigio [real]" {
    expect_case mail_messages sigio
}

@test "mybox.flag-whole [real]" {
    expect_case mail_messages whole
}

@test "mybox.flag-eof [real]" {
    expect_case mail_messages end-of-file
}

@test "mybox.no-create [real]" {
    expect_case mail_open no-create
}

@test "mybox.again [real]" {
    expect_case mail_open again
}

@test "mybox.taken [assumed]" {
    expect_case mail_open taken
}

@test "sendbox.limit [real]" {
    expect_case mail_open limit
}

@test "sendbox.too-many [real]" {
    expect_case mail_open limit
}

@test "sendbox.bad-path [real]" {
    expect_case mail_open bad-paths
}

@test "sendbox.pid-min [real]" {
    expect_case mail_open pid-range
}

@test "sendbox.pid-max [real]" {
    expect_case mail_open pid-range
}

@test "sendbox.unknown-node [real]" {
    expect_case mail_open unknown-node
}

@test "sendbox.bad-mode [real]" {
    expect_case mail_open bad-mode
}

@test "sendbox.open-nonblock [assumed]" {
    expect_case mail_open open-nonblock
}

@test "sendbox.dup2-nobody [real]" {
    expect_case mail_process dup2-nobody
}

@test "message.parts [real]" {
    expect_case mail_messages most-parts
}

@test "message.too-many-parts [real]" {
    expect_case mail_messages most-parts
}

@test "write.max [real]" {
    expect_case mail_messages largest
}

@test "write.too-long [real]" {
    expect_case mail_messages too-long
}

@test "write.nobody [real]" {
    expect_case mail_messages nobody
    expect_case mail_between killed
}

@test "write.nobody-ubox [real]" {
    expect_case mail_messages nobody-ubox
}

@test "write.denied [real]" {
    expect_case mail_process homes
    root_only
    expect_case mail_process users
}

@test "write.away [real]" {
    expect_ordinary mail_process away
}

@test "write.root [real]" {
    root_only
    expect_case mail_process root
}

@test "write.full [real]" {
    expect_case mail_messages full
}

@test "write.node-gone [real]" {
    in_cluster states
}

@test "sendbox.node-gone [assumed]" {
    in_cluster states
}

@test "write.link-cut [assumed]" {
    in_cluster states
}

@test "write.no-daemon [assumed]" {
    in_cluster states
}

@test "write.silent-daemon [assumed]" {
    in_cluster states
}

@test "read.probe-length [real]" {
    expect_case mail_messages probing
    expect_case mail_messages probe-large
}

@test "read.probe-sendbox [real]" {
    expect_case mail_open wrong-box
}

@test "read.cuts [real]" {
    expect_case mail_messages truncated
}

@test "read.empty [real]" {
    expect_case mail_messages nonblock-read
    expect_case mail_messages probing
}

@test "read.none-fits [real]" {
    expect_case mail_messages whole
}

@test "kept.messages [assumed]" {
    expect_case mail_filters kept-messages
}

@test "kept.bytes [assumed]" {
    expect_case mail_filters kept-bytes
}

@test "filter.live [real]" {
    expect_case mail_filters live
}

@test "filter.bad [real]" {
    expect_case mail_filters bad-values
}

@test "filter.beyond [real]" {
    expect_case mail_filters messageno
}

@test "filter.limit [real]" {
    expect_case mail_filters limit
}

@test "filter.first-number [real]" {
    expect_case mail_filters messageno
}

@test "filter.numbers [real]" {
    expect_case mail_filters messageno
}

@test "filter.which-stored [real]" {
    expect_case mail_filters which
}

@test "fork.mailbox [real]" {
    expect_2009 mail_process fork-mailbox
    expect_real mail_real orphan
}

@test "fork.sendbox [real]" {
    expect_case mail_process fork-sendbox
}

@test "proc.open-sets [assumed]" {
    expect_2009 mail_process proc-lock
    expect_2009 mail_process proc-migrate
}

@test "proc.denied [assumed]" {
    expect_2009 mail_process proc-denied
}

@test "proc.bad-value [assumed]" {
    expect_2009 mail_process proc-bad-value
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
