#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Programs without MPI on real MOSIX, where the library answers the system calls that MOSIX does not
# know: guest/checks-calls.bash.

load vm.bash

setup_file() {
    make_checks calls
}

@test "without the library, a call that MOSIX does not know ends a program" {
    passes
}

@test "each call of the table is answered, in a program of its own" {
    passes
}

@test "a C program that starts others by posix_spawn, system and popen" {
    passes
}

@test "a C program under mosenv, with the library in LD_PRELOAD" {
    passes
}

@test "a C program with threads and locks" {
    passes
}

@test "futures, latches and atomics of C++" {
    passes
}

@test "thread-local variables of threads" {
    passes
}

@test "thread-local objects of C++" {
    passes
}
