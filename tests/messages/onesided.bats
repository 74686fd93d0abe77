#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# One-sided communication between ranks under mosrun, without any parameter: the launcher lets them
# have the one component for it that needs no shared memory.

load ../lib/job.bash

setup() {
    job_setup
    # There a rank reaches its own window through btl self.
    ! is_series_5 || also_btl=(self)
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

@test "ranks under mosrun share no memory: communicators are single, their windows work, others are refused" {
    also_btl=()
    run_mpirun -n 4 "$programs/shared" 1
    assert_mosix_job 4
    assert_output 'shared: ok, 4 ranks'
}

@test "ranks that start natively share memory with each other, and with none under mosrun" {
    several_applications
    run_mpirun -n 2 "$programs/shared" 1 : -n 2 -x OMPI_MCA_odls_mosix_enable=never "$programs/shared" 2
    assert_success
    assert_output 'shared: ok, 4 ranks'
    run_mpirun -n 2 --mca odls_mosix_enable never "$programs/shared" 2
    assert_success
    assert_output 'shared: ok, 2 ranks'
}

@test "without btl mosix, MPI_Win_allocate still works" {
    only_series_4 'without btl mosix its one-sided communication needs shared memory'
    run_mpirun -n 2 --mca btl ^mosix "$programs/onesided"
    assert_success
    assert_output 'onesided: ok, 2 ranks'
}
