#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# What anybody on the host can send to a mailbox's socket is dropped and does no harm.

setup() {
    load mailbox.bash
    mailbox_setup
}

@test "a message of proper form is accepted: the others fail for their own reason" {
    expect_case mail_forged accepted
}

@test "shorter than a prefix, and empty" {
    expect_case mail_forged too-short
}

@test "wrong magic, kind, process ID, home" {
    expect_case mail_forged wrong-fields
}

@test "a length that is not the datagram's, or beyond all limits" {
    expect_case mail_forged wrong-length
}

# Programs of 4.4.3 cannot send descriptors, so the next three have a forger of 2009.

@test "descriptors where none, or one, belong" {
    expect_2009 mail_forged descriptors
}

@test "content in a pipe, a device, an unsealed memfd, or of another size" {
    expect_2009 mail_forged content
}

@test "the same, when read without a probe" {
    expect_2009 mail_forged unprobed
}

@test "a waiting read goes on waiting" {
    expect_case mail_forged waiting
}

@test "data without prefix from a socket with a wrong name" {
    expect_case mail_forged bare
}

@test "another user's messages, past the writer's own check" {
    root_only
    expect_case mail_forged other-user
}

# believed STARTER...: started so, a receiver learns the process ID that a sender in another
# namespace has there.
believed() {
    local out=$BATS_TEST_TMPDIR/out own='' pid text tries
    timeout 20 "$@" "$probes/mail_call" receive >"$out" </dev/null &
    local receiver=$!
    for ((tries = 0; tries < 100; tries++)); do
        own=$(head -n 1 "$out")
        [ -z "$own" ] || break
        sleep 0.1
    done
    [ -n "$own" ] || fail 'the receiver does not say who it is'
    # The shell is process 1 there, which could be nobody's receiver.
    RECEIVER=$own timeout 20 unshare --pid --fork sh -c '"$@"; exit $?' sh \
        "$@" "$probes/mail_call" send-pid
    wait "$receiver"
    read -r text pid < <(tail -n 1 "$out")
    assert_equal "$pid" "$text"
    refute [ "$pid" -gt 100 ]
}

@test "a sender in another namespace of process IDs is believed" {
    unshare --pid --fork true 2>/dev/null || skip 'a namespace of process IDs needs root'
    believed env "LD_PRELOAD=$allocator" "$mosenv" -e
    manual_of_2009
    believed "$mosrun" -e
}
