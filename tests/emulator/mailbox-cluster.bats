#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Mailboxes in a cluster of two nodes, which is here no more than the directory that its nodes share.
# tests/cluster has whole ones.

setup() {
    load mailbox.bash
    mailbox_setup
    cluster_setup
}

teardown() {
    cluster_teardown
}

@test "a mailbox is reached by the address of its home node, and no other" {
    expect_case mail_cluster nodes
}

@test "messages from another home node come with its address" {
    expect_case mail_cluster homes
}

@test "who waits for room hears that the node has vanished" {
    expect_real mail_cluster full
}

@test "mailboxes do in a cluster what they do on one node" {
    expect_case mail_open again
    expect_case mail_process standard-output
    expect_case mail_process fork-own
    expect_case mail_between order
    expect_case mail_between killed
    expect_real mail_real exec-keeps
}

@test "an ordinary user has mailboxes there, too" {
    expect_ordinary mail_between order
}

@test "without a map of the cluster nothing starts, and without its state there are no mailboxes" {
    rm "$MOSIX_EMULATOR_CLUSTER/nodes"
    run_real -e "$probes/mail_open" again
    assert_failure
    assert_output --partial 'nodes is no list of nodes: No such file or directory'
    echo '1 10.77.0.1 node1' >"$MOSIX_EMULATOR_CLUSTER/nodes"
    echo + >"$MOSIX_EMULATOR_CLUSTER/state"
    run_real -e "$probes/mail_open" again
    assert_failure
    assert_output --partial "has no map of a cluster (Bad message): process"
}
