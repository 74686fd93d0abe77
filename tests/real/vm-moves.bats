#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Ranks that move between two nodes of real MOSIX while they talk: guest/checks-moves.bash.

load vm.bash

setup_file() {
    make_checks moves --nodes 2
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

@test "100 moves of a rank while it talks" {
    passes
}
