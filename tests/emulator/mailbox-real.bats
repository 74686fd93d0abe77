#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Mailboxes of the profile 4.4.3: what MOSIX 4.4.3 was seen to do, where the manual of 2009 and the
# C library of today say something else.

setup() {
    load mailbox.bash
    mailbox_setup
}

@test "a mailbox holds 10 000 messages [real]" {
    expect_real mail_real messages
}

@test "a mailbox holds 32 MiB [real]" {
    expect_real mail_real bytes
}

@test "senders that outrun their receiver: nothing is lost, each one's order stays [real]" {
    expect_real mail_real streams
}

@test "a writer waits for room [real]" {
    expect_real mail_real room
}

@test "a writer that waits hears of its receiver's end and of signals [real]" {
    expect_real mail_real receiver-ends
}

@test "filters choose among all messages [real]" {
    expect_real mail_real filtered
}

@test "exec() keeps the mailbox, its messages and send boxes [real]" {
    expect_real mail_real exec-keeps
    expect_real mail_real exec-keeps-queue
}

@test "exec() in a child keeps the send boxes only" {
    expect_real mail_real child-execs
}

@test "bare instructions reach boxes as functions do [real]" {
    expect_real mail_real instructions
}

@test "the C library's open() finds nothing of MOSIX [real]" {
    expect_real mail_real c-library
}

@test "a child that reads its parent's mailbox dies of SIGSEGV [real]" {
    expect_real mail_real orphan
}

@test "a child of vfork() that reads its parent's mailbox hangs [real]" {
    expect_real mail_real vforked
}

@test "a message that is read to a bad address stays [real]" {
    expect_real mail_real bad-place
}

@test "the mailbox as standard input [real]" {
    expect_real mail_real standard-input
}

@test "the cases of the manual that do not depend on the release" {
    local name
    for name in sizes scattered no-parts count-zero nonblock-read read-interrupted; do
        expect_real mail_messages "$name"
    done
    for name in boxes calls switches ranges; do
        expect_real mail_call "$name"
    done
    for name in pid lengths pattern messageno offset prevent-removal which; do
        expect_real mail_filters "$name"
    done
    expect_real mail_between order
}
