#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Jobs of a stock Open MPI, without MOSIX, whose ranks have cooperative threads: same results, one
# kernel thread each.

load coop.bash

setup() {
    stock_setup
}

# job RANKS PROGRAM: it must succeed, say so, and have one kernel thread per rank.
job() {
    run_stock "$1" "$programs/$2"
    assert_success
    assert_output "$2: ok, $1 ranks"
    assert_one_task
}

@test "stock ranks have more than one kernel thread, so that there is something to see" {
    run_watched longrun mpirun -n 2 "$programs/longrun" 1
    ((tasks > 1)) || fail "stock ranks had $tasks kernel threads"
}

@test "ring, 4 ranks" {
    job 4 ring
}

@test "collectives, 4 ranks" {
    job 4 collectives
}

@test "reductions, 4 ranks" {
    job 4 reductions
}

@test "message sizes, 2 ranks" {
    job 2 sizes
}

@test "derived datatypes, 2 ranks" {
    job 2 datatypes
}

@test "crossed sends, 4 ranks" {
    job 4 crossed
}

@test "everyone to everyone, 8 ranks" {
    job 8 everyone
}

@test "MPI_THREAD_MULTIPLE with threads of the program, 2 ranks" {
    job 2 threads
}

@test "threads and the main program that wait for each other in MPI calls, 2 ranks" {
    job 2 beside
}

@test "the same without anything to poll, 1 rank" {
    OMPI_MCA_btl=self job 1 beside
}

@test "MPI_Comm_spawn, 2 ranks" {
    only_series_4 'spawned ranks do not get the library, which -x gives'
    job 2 spawn
}

@test "MPI_Init and MPI_Finalize print nothing, 4 ranks" {
    run_stock 4 "$programs/init"
    assert_success
    assert_output ''
    assert_one_task
}

@test "a rank that is killed ends the job" {
    job_seconds=30 run_stock 4 "$programs/killed"
    assert_failure
    # With Open MPI 5 another rank may be the first to tell, by a connection that closed.
    is_series_5 || assert_output --partial 'exited on signal 9 (Killed)'
    ((status != 124)) || fail 'the job had to be ended from outside'
}

@test "mpirun ends its ranks when it is ended" {
    timeout --signal=TERM --kill-after=20 3 \
        mpirun -n 2 -x "LD_PRELOAD=$library" "$programs/longrun" 3571 >output 2>&1 ||
        true
    # mpirun does not wait for the ranks that it has told to end.
    for ((tenths = 0; tenths < 100; tenths++)); do
        pgrep -f "$programs/longrun 3571" >/dev/null || return 0
        sleep 0.1
    done
    fail "these ranks go on: $(pgrep -f "$programs/longrun 3571" | tr '\n' ' ')"
}

@test "cost: the measuring program runs on both sides" {
    [ -x "$probes/cost_probe" ] || skip 'cost_probe was not built (configure found no mpicc)'
    run timeout --kill-after=5 120 \
        "$top_srcdir/tests/coop/cost" "$library" "$probes/cost_probe" 1
    assert_success
    assert_output --partial '1 byte one way, us'
}
