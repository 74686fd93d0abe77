#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Ranks that are moved between four emulated nodes: each program checks what it gets.

load ../lib/moves.bash

setup() {
    job_setup
    moves_setup 4
}

@test "ranks move while they talk" {
    run_moving run_job 4 longrun 4
    assert_mosix_job 4
    assert_output --partial 'longrun: ok, 4 ranks'
    assert_moved 40 4
}

@test "messages of all sizes and kinds arrive in order at ranks that move" {
    local job
    for job in 'order 3000' 'sizes 20' onesided collectives; do
        # shellcheck disable=SC2034 # for assert_mosix_job. With Open MPI 5 a rank reaches its own window through btl self.
        if [ "$job" = onesided ] && is_series_5; then also_btl=(self); else also_btl=(); fi
        # shellcheck disable=SC2086 # a program and its argument
        run_moving run_job 4 $job
        assert_mosix_job 4
        assert_moved 10 4
    done
}

@test "ranks move while their mailboxes are full" {
    export MOSIX_EMULATOR_FAULTS=box=1
    run_moving run_job 4 crossed
    assert_success
    assert_moved 10 4
}

@test "a rank that waits asleep is moved, and wakes up when a message comes" {
    local mode
    for mode in auto block; do
        OMPI_MCA_btl_mosix_wait=$mode OMPI_MCA_btl_mosix_longest_sleep=10000 \
            run_moving run_job 2 waits recv 2000
        assert_mosix_job 2
        assert_output --partial 'waits: ok, 2 ranks'
        assert_moved 40 2
    done
}

# They are moved as soon as they are there, and until they end.
@test "ranks move inside MPI_Init and MPI_Finalize" {
    move_pause=2 run_moving run_job 4 init
    assert_success
    assert_moved 10 4
}

@test "ranks move that spawn others" {
    run_moving run_job 2 spawn
    assert_success
    assert_output --partial 'spawn: ok'
    assert_moved 10 3
}

@test "a job whose ranks begin on several nodes" {
    run_mpirun -n 4 "${mosix_only[@]}" --mca odls_mosix_remote_host_list 1,2,3,4 \
        "$programs/collectives"
    assert_mosix_job 4
}

@test "system calls away from home take their time, and the job ends well" {
    MOSIX_EMULATOR_AWAY_DELAY=300 run_moving run_job 2 ring 200
    assert_mosix_job 2
    assert_moved 4 2
}
