#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Ranks that move between two nodes of real MOSIX while they talk: guest/checks-moves.bash.

load vm.bash

setup_file() {
    MOSIX_VM_OPTIONS="--nodes 2 ${MOSIX_VM_OPTIONS:-}" make_checks moves
}

@test "a rank moves out and home while it talks" {
    passes
}

@test "both ranks move out and home while they talk" {
    passes
}

@test "a rank that was started on the other node" {
    passes
}

@test "100 moves of a process that computes, without MPI" {
    passes
}

@test "100 moves of a process that sleeps, without MPI" {
    passes
}

@test "100 moves of a process that looks at the clock, without MPI" {
    passes
}

@test "100 moves of a process with a signal every 2 ms, without MPI" {
    passes
}

@test "100 moves of a process that waits for messages in ppoll, without MPI" {
    passes
}

@test "100 moves of a process that polls its mailbox, without MPI" {
    passes
}

@test "100 moves of a process that does as a rank does, without MPI" {
    passes
}

@test "100 moves of a rank while it talks" {
    passes
}
