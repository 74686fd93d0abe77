#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# MPI_THREAD_MULTIPLE: 4 threads per rank that really run at the same time; 5 jobs, 30 with
# MOSIX_TEST_SLOW=1, and 100 with MOSIX_TEST_REPEATS=all. And threads that are coroutines.

load ../lib/job.bash

setup() {
    job_setup
}

@test "4 threads per rank in many jobs, with one, two and three send boxes" {
    permit_threads
    local repetitions=5 i
    [ -z "${MOSIX_TEST_SLOW:-}" ] || repetitions=30
    [ "${MOSIX_TEST_REPEATS:-}" != all ] || repetitions=100
    for ((i = 0; i < repetitions; i++)); do
        run_mpirun -n 4 "${mosix_only[@]}" --mca btl_mosix_max_open $((1 + i % 3)) \
            "$programs/threads" 150
        assert_mosix_job 4
        assert_output 'threads: ok, 4 ranks'
    done
}

@test "4 threads per rank through mailboxes that are full most of the time" {
    permit_threads
    for faults in box=1 box=2,eintr=20; do
        MOSIX_EMULATOR_FAULTS=$faults run_job 2 threads
        assert_mosix_job 2
        assert_output 'threads: ok, 2 ranks'
    done
}

@test "coroutines wait for each other in MPI calls" {
    run_job 2 beside
    assert_mosix_job 2
    assert_output 'beside: ok, 2 ranks'
}

@test "coroutines of one rank wait for each other in MPI calls" {
    run_job 1 beside
    assert_success
    assert_under_mosrun 1
    assert_output 'beside: ok, 1 ranks'
}
