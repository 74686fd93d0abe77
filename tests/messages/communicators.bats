#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Parts of MPI that fewer programs use, between ranks under mosrun: intercommunicators, jobs that
# connect, probes, persistent requests, nonblocking collectives, files.

load ../lib/job.bash

setup() {
    job_setup
    started=()
}

teardown() {
    [ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2>/dev/null || true
}

# run_checked PROGRAM [ARGUMENT]...: on 2 and on 4 ranks, by mosix.
run_checked() {
    for ranks in 2 4; do
        run_job $ranks "$@"
        assert_success
        assert_output "$1: ok, $ranks ranks"
        assert_under_mosrun $ranks
        refute [ "$(census_sum messages mosix)" -eq 0 ]
        # A rank's messages to itself always go by btl self.
        [ "$(census_btls)" = $'mosix\nself' ] || assert_only_btl mosix
    done
}

# start_job NAME ARGUMENT...: mpirun in the background, as run_mpirun, but the census is kept. What
# it says goes to NAME.out.
start_job() {
    local name=$BATS_TEST_TMPDIR/$1
    shift
    timeout --kill-after=5 40 "$top_srcdir/contrib/try" mpirun "${counted[@]}" "$@" \
        >"$name.out" 2>&1 </dev/null 3>&- &
    started+=($!)
}

# start_server: what two mpiruns need to meet; its address is in the file $server.
start_server() {
    command -v ompi-server >/dev/null || skip 'ompi-server is not installed'
    server=$BATS_TEST_TMPDIR/server
    OMPI_MCA_oob_tcp_if_include=lo timeout --kill-after=5 120 \
        ompi-server --no-daemonize --report-uri "$server" >/dev/null 2>&1 </dev/null 3>&- &
    started+=($!)
    wait_for 10 "$server" tcp: 1
}

# meet RANKS ARGUMENT...: two jobs of program connect; the statuses of both are in $statuses.
meet() {
    local ranks=$1
    shift
    rm -f "$BATS_TEST_TMPDIR/port" "$MOSIX_BTL_CENSUS"
    start_job accept --ompi-server "file:$server" -n "$ranks" "$@" \
        "$programs/connect" accept "$BATS_TEST_TMPDIR/port"
    start_job meet --ompi-server "file:$server" -n "$ranks" "$@" \
        "$programs/connect" meet "$BATS_TEST_TMPDIR/port"
    statuses=
    local job
    for job in "${started[@]: -2}"; do
        wait "$job" && statuses+=' 0' || statuses+=" $?"
    done
    output=$(cat "$BATS_TEST_TMPDIR/accept.out" "$BATS_TEST_TMPDIR/meet.out")
}

@test "intercommunicators: messages, collectives, merge" {
    run_checked intercomm
}

@test "two jobs meet by MPI_Comm_connect and MPI_Comm_accept and disconnect" {
    start_server
    for ranks in 2 4; do
        meet $ranks "${mosix_only[@]}"
        assert_equal "$statuses: $output" \
            " 0 0: connect: ok, $ranks ranks"$'\n'"connect: ok, $ranks ranks"
        assert_under_mosrun $((2 * ranks))
        assert_only_btl mosix
        # Each rank's message of 150 KB to each rank of the other job.
        assert_carried mosix $((2 * ranks * ranks * 150000))
    done
}

# Open MPI 4.1.4 itself sometimes hangs in spawning: see processes.bats.
@test "MPI_Comm_spawn_multiple: two groups with arguments of their own" {
    several_applications
    for ranks in 2 4; do
        for attempt in 1 2 3; do
            job_seconds=30 run_job $ranks spawnmany
            [ "$status" -eq 124 ] || break
        done
        assert_mosix_job $((ranks + 3))
        assert_output "spawnmany: ok, $ranks ranks"
    done
}

@test "probe, iprobe, mprobe, improbe, cancel, persistent requests" {
    run_checked matching
}

@test "nonblocking and persistent collectives" {
    run_checked nonblocking
}

@test "MPI-IO on a plain file" {
    run_checked fileio "$BATS_TEST_TMPDIR/file"
    assert [ "$(stat -c %s "$BATS_TEST_TMPDIR/file")" -eq $((100 + 4 * 30 * 10000)) ]
}

@test "MPI-IO that does not wait, alone, together and split, with its data" {
    run_checked fileasync "$BATS_TEST_TMPDIR/file"
}
