#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# How a job ends on real MOSIX, and that nothing is left of it: guest/checks-ends.bash.

load vm.bash

setup_file() {
    make_checks ends
}

@test "MPI_Abort(5) of one rank ends all, status 5" {
    passes
}

@test "a rank that kills itself in the traffic ends the job" {
    passes
}

@test "a rank killed from outside ends the job, and is named" {
    passes
}

@test "a rank that dies of SIGSEGV ends the job" {
    passes
}

@test "an MPI rank that gets SIGSEGV does not hang" {
    passes
}

@test "mpirun ended by SIGTERM takes the ranks along" {
    passes
}

@test "mpirun ended by SIGINT takes the ranks along" {
    passes
}

@test "the ranks of an mpirun that was killed end by themselves" {
    passes
}

@test "SIGUSR1 to mpirun reaches the ranks" {
    passes
}

@test "one rank of three ends with 9, and so does mpirun" {
    passes
}
