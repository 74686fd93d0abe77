#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Jobs whose ranks have three home nodes of real MOSIX, and the loss of nodes: guest/checks-nodes.bash.

load vm.bash

setup_file() {
    make_checks nodes --nodes 3 --user root
}

@test "of messages without MPI only first ones are lost" {
    passes
}

@test "all sizes up to 128 KiB, 6 ranks at home on three nodes" {
    passes
}

@test "collectives, 6 ranks at home on three nodes" {
    passes
}

@test "two jobs at once on three nodes" {
    passes
}

@test "ranks of three home nodes move to the next one and home while they talk" {
    passes
}

@test "a job ends when the node is gone where all its ranks are guests" {
    passes
}

@test "a job ends when the home node of a rank is gone" {
    passes
}
