#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Every byte arrives, on real MOSIX: guest/checks-messages.bash.

load vm.bash

setup_file() {
    make_checks messages
}

@test "all sizes up to 8 MiB, 2 ranks" {
    passes
}

@test "all sizes up to 128 KiB, 4 ranks" {
    passes
}

@test "matching by source, tag and communicator, 3 ranks" {
    passes
}

@test "non-blocking messages, 2 ranks" {
    passes
}

@test "derived data types, 2 ranks" {
    passes
}

@test "collectives, 4 ranks" {
    passes
}

@test "reductions, 4 ranks" {
    passes
}

@test "one-sided communication, 2 ranks" {
    passes
}

@test "ranks that fork between messages, 3 ranks" {
    passes
}

@test "MPI_Comm_spawn of 2 ranks, twice" {
    passes
}

@test "a rank that waits leaves the processor to others" {
    passes
}
