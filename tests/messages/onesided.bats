#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# One-sided communication between ranks under mosrun, without any parameter: the launcher lets them
# have the one component for it that needs no shared memory.

load ../lib/job.bash

setup() {
    job_setup
}

@test "put, get, accumulate, fetch_and_op, compare_and_swap and all ways to synchronize, 2 ranks" {
    run_mpirun -n 2 "$programs/onesided"
    assert_mosix_job 2
    assert_output 'onesided: ok, 2 ranks'
}

@test "put, get, accumulate, fetch_and_op, compare_and_swap and all ways to synchronize, 4 ranks" {
    run_mpirun -n 4 "$programs/onesided"
    assert_mosix_job 4
    assert_output 'onesided: ok, 4 ranks'
}

@test "one-sided communication of 3 ranks through mailboxes with room for one message" {
    MOSIX_EMULATOR_FAULTS=box=1 run_mpirun -n 3 "$programs/onesided"
    assert_mosix_job 3
    assert_output 'onesided: ok, 3 ranks'
}
