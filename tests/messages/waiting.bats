#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Ranks that wait sleep, whatever they wait for, and wake up when it comes. How much that saves is
# a matter of contrib/bench; here system calls are counted where the emulator traces ranks.

load ../lib/job.bash

setup() {
    job_setup
}

# calls_of RANK [NAME]: system calls of that rank in the last job, or those of that name.
calls_of() {
    awk -F '\t' -v rank="$1" -v name="${2:-}" '
        $1 == rank && (name == "" || $4 == name) { sum += $5 } END { print sum + 0 }' \
        "$MOSIX_EMULATOR_TRACE_FILE"
}

# run_traced MODE HOW MILLISECONDS: rank 1 waits, and its system calls are counted.
run_traced() {
    export MOSIX_EMULATOR_TRACED=1 MOSIX_EMULATOR_TRACE_FILE=$BATS_TEST_TMPDIR/calls
    rm -f "$MOSIX_EMULATOR_TRACE_FILE"
    OMPI_MCA_btl_mosix_wait=$1 run_job 2 waits "$2" "$3"
    assert_mosix_job 2
    assert_output --partial 'waits: ok, 2 ranks'
}

@test "a rank that waits in MPI_Recv makes hardly any system calls" {
    local before
    for mode in auto block; do
        # Both spin before they sleep.
        run_traced $mode recv 1000
        before=$(calls_of 1)
        run_traced $mode recv 4000
        echo "# $mode: $(($(calls_of 1) - before)) calls in 3 s" >&3
        assert [ $(($(calls_of 1) - before)) -le $((3 * 50)) ]
        # Who sleeps has given way, so that Open MPI need not do so after each look (5.0 does).
        assert [ "$(calls_of 1 sched_yield)" -le 50 ]
    done
}

@test "a rank that calls MPI_Test or MPI_Iprobe in a loop sleeps as well" {
    local before
    for how in test probe; do
        run_traced auto $how 1
        before=$(calls_of 1)
        run_traced auto $how 2000
        echo "# $how: $(($(calls_of 1) - before)) calls in 2 s" >&3
        # At most a millisecond at a time.
        assert [ $(($(calls_of 1) - before)) -le 15000 ]
    done
}

@test "with btl_mosix_wait=spin it never sleeps" {
    run_traced spin recv 1000
    # Open MPI 5 also makes a call that the emulator answers in a handler of its own.
    local most=0
    ! is_series_5 || most=5
    run awk -F '\t' -v most=$most '$1 == 1 && $4 == "rt_sigreturn" && $5 > most' "$MOSIX_EMULATOR_TRACE_FILE"
    assert_output ''
    assert [ "$(calls_of 1)" -ge 10000 ]
}

@test "a program that uses SIGIO keeps it, and a timer of its own goes off while it waits" {
    for how in handler later alarm; do
        for mode in auto block; do
            OMPI_MCA_btl_mosix_wait=$mode run_job 2 waits $how 400
            assert_mosix_job 2
            assert_output --partial 'waits: ok, 2 ranks'
        done
    done
}

# Each of these hangs when a wake-up is lost and nothing else ends the sleep: ten seconds are ten
# times what a job takes.
@test "nothing that a rank waits for is missed when it sleeps at once and for long" {
    export OMPI_MCA_btl_mosix_wait=block OMPI_MCA_btl_mosix_longest_sleep=10000
    for job in '2 ring 3000' '4 ring 300' '4 collectives' '4 onesided' '2 nonblocking' \
        '2 beside' "2 fileasync $BATS_TEST_TMPDIR/file" '4 crossed' '2 spawn'; do
        # shellcheck disable=SC2086 # ranks, program and its arguments
        run_job $job
        assert_success
        assert_output --partial ': ok, '
    done
}

@test "ranks that sleep at once send through mailboxes that are full most of the time" {
    export OMPI_MCA_btl_mosix_wait=block
    for job in '3 crossed' '4 order 300' '3 sizes 20'; do
        # shellcheck disable=SC2086 # ranks, program and its arguments
        MOSIX_EMULATOR_FAULTS=box=1 run_job $job
        assert_success
    done
}

# Its messages come by tcp, whose descriptor ends a sleep.
@test "a rank that sleeps at once and for long hears of one that starts natively" {
    several_applications
    export OMPI_MCA_btl_mosix_wait=block OMPI_MCA_btl_mosix_longest_sleep=10000
    run_mpirun -n 2 "$programs/ring" 300 : \
        -n 1 -x OMPI_MCA_odls_mosix_enable=never "${counted[@]}" "$programs/ring" 300
    assert_success
    assert_equal "$(census_lines mosrun=yes), $(census_lines mosrun=no)" '2, 1'
    assert_output --partial 'ring: ok, 3 ranks'
}

@test "ranks with threads of the kernel sleep briefly" {
    permit_threads
    OMPI_MCA_btl_mosix_wait=block run_job 2 threads
    assert_mosix_job 2
    assert_output 'threads: ok, 2 ranks'
}

@test "4 ranks that sleep share one processor" {
    run_counted 60 taskset -c 0 "$top_srcdir/contrib/try" mpirun "${counted[@]}" -n 4 \
        "${mosix_only[@]}" --mca mpi_yield_when_idle 0 "$programs/collectives"
    assert_mosix_job 4
}
