#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# How a job starts on real MOSIX, and what its ranks get: guest/checks-launch.bash.

load vm.bash

setup_file() {
    make_checks launch
}

@test "2 ranks under mosrun, all messages by btl mosix" {
    passes
}

@test "4 ranks under mosrun, all messages by btl mosix" {
    passes
}

@test "8 ranks under mosrun, all messages by btl mosix" {
    passes
}

@test "mosps shows the ranks, and ps their option -L" {
    passes
}

@test "a rank ends with 7, and so does mpirun" {
    passes
}

@test "rank 0 gets the standard input, a line and a megabyte" {
    passes
}

@test "standard output and standard error stay apart" {
    passes
}

@test "mpirun -x reaches the ranks" {
    passes
}

@test "mpirun --wdir is where the ranks run" {
    passes
}

@test "arguments arrive as they are" {
    passes
}

@test "mpirun -n 2 sh -c 'ls; date; sleep 1'" {
    passes
}

@test "a program that is not there is named" {
    passes
}

@test "a bad value of a setting is refused by name" {
    passes
}

@test "a setting that MOSIX 4 does not have is refused by name" {
    passes
}

@test "each setting of MOSIX 4 is taken by its mosrun" {
    passes
}

@test "odls_mosix_enable=never: native ranks, and not a word" {
    passes
}

@test "50 launches of 4 ranks, each right" {
    passes
}
