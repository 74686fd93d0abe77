#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Programs as users have them, on real MOSIX: guest/checks-programs.bash.

load vm.bash

setup_file() {
    make_checks programs
}

@test "C: MPI_Init and MPI_Finalize" {
    passes
}

@test "C: a rank that computes for long, with the same results" {
    passes
}

@test "C: a rank that waits for a flag of a thread is told so" {
    passes
}

@test "C: the same with a thread that sleeps" {
    passes
}

@test "C: the same with a thread that reads" {
    passes
}

@test "C++: std::thread, std::mutex and std::condition_variable" {
    passes
}

@test "C++: std::async, std::future and std::promise" {
    passes
}

@test "C++: iostream, fstream and filesystem" {
    passes
}

@test "C++: std::random_device" {
    passes
}

@test "C++: std::this_thread::sleep_for sleeps" {
    passes
}

@test "Fortran: messages, and files written and read" {
    passes
}

@test "C: system, popen, posix_spawn, and fork with exec" {
    passes
}

@test "python3: time, random, os and subprocess" {
    passes
}

@test "python3: numpy with its linear algebra" {
    passes
}

@test "python3: mpi4py, messages of bytes" {
    passes
}

@test "python3: mpi4py, objects" {
    passes
}

@test "a shell script: mktemp, ls, cp, sort, pipes" {
    passes
}
