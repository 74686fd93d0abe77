#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# However a job ends, none of its processes is left, whether mosrun becomes the rank, as that of 2009
# does, or stays as its parent, as that of MOSIX 4.4.3. Each test repeats this twice; with
# MOSIX_TEST_REPEATS=all 200 times, which takes half an hour.

load ../lib/job.bash
load ../lib/processes.bash

setup() {
    job_setup
    repeats=2
    [ "${MOSIX_TEST_REPEATS:-}" != all ] || repeats=200
    pids=$BATS_TEST_TMPDIR/pids
}

# start_ranks NUMBER [CODE]: starts mpirun as $job with 2 ranks and waits until they run. If NUMBER
# is odd, mosrun stays as their parent.
start_ranks() {
    local profile=2009 tenths
    (($1 % 2 == 0)) || profile=4.4.3
    rm -f "$MOSIX_EMULATOR_LOG"
    : >"$pids"
    MOSIX_EMULATOR_PROFILE=$profile "$top_srcdir/contrib/try" mpirun -n 2 \
        "$programs/aborts" "$pids" "${@:2}" >"$BATS_TEST_TMPDIR/log" 2>&1 </dev/null 3>&- &
    job=$!
    for ((tenths = 300; tenths > 0; tenths--)); do
        (($(wc -l <"$pids") < 2)) || return 0
        sleep 0.1
    done
    kill -KILL "$job"
    fail "the ranks did not start: $(cat "$BATS_TEST_TMPDIR/log")"
}

# processes: mpirun, its ranks, and each mosrun.
processes() {
    echo "$job"
    cat "$pids"
    sed -n 's/^pid=\([0-9]*\) .*/\1/p' "$MOSIX_EMULATOR_LOG"
}

# Every process of the job ends within 20 seconds, and so does mpirun; its status is in $status.
wait_for_the_end() {
    local pid tenths
    for ((tenths = 200; tenths > 0; tenths--)); do
        alive=
        for pid in $(processes); do
            ! is_alive "$pid" || alive+=" $pid"
        done
        [ -n "$alive" ] || break
        sleep 0.1
    done
    [ -z "$alive" ] || {
        ps -o pid,ppid,stat,args -p "${alive# }" || true
        # shellcheck disable=SC2086 # a list of words
        kill -KILL $alive
        fail "still there after the job's end:$alive"
    }
    status=0
    wait "$job" || status=$?
}

@test "MPI_Abort leaves no process behind, and its code is mpirun's" {
    for ((i = 0; i < repeats; i++)); do
        start_ranks "$i" 7
        wait_for_the_end
        assert_equal "$status" 7
    done
}

@test "^C leaves no process behind" {
    for ((i = 0; i < repeats; i++)); do
        start_ranks "$i"
        kill -INT "$job"
        wait_for_the_end
        assert_not_equal "$status" 0
    done
}

@test "a killed mpirun leaves no process behind" {
    only_series_4 'ranks of a killed mpirun stay, also without us'
    for ((i = 0; i < repeats; i++)); do
        start_ranks "$i"
        kill -KILL "$job"
        wait_for_the_end
        assert_equal "$status" 137
    done
}

@test "a killed mpirun leaves no rank behind that computes, or waits in the kernel" {
    # Where mosrun stays as the parent, the rank looks when the watchdog's timer expires.
    export MOSIX_COOP_PATIENCE=2
    for arguments in '0 compute' '1 compute' '0 read'; do
        # shellcheck disable=SC2086 # a number and a word
        start_ranks $arguments
        kill -KILL "$job"
        wait_for_the_end
        assert_equal "$status" 137
    done
}

@test "a killed rank ends the job and leaves no process behind" {
    for ((i = 0; i < repeats; i++)); do
        start_ranks "$i"
        kill -KILL "$(mosrun_of "$(tail -1 "$pids")")"
        wait_for_the_end
        assert_equal "$status" 137
    done
}

# end_with_stopped_daemon: 4 ranks that wait in MPI_Finalize go on when their daemon, mpirun, has stopped for
# three seconds. PMIx gives it two. $gone is how many of them have ended then. All is well.
end_with_stopped_daemon() {
    only_series_4 'its daemons still take such ranks for ones that did not finalize'
    ldconfig -p | grep -q 'libpmix\.so\.2 ' || skip 'PMIx is part of this Open MPI'
    LASTWORDS=$BATS_TEST_TMPDIR "$top_srcdir/contrib/try" mpirun -n 4 \
        -x "LD_PRELOAD=$programs/.libs/liblastwords.so" "$programs/ring" >"$BATS_TEST_TMPDIR/log" 2>&1 \
        </dev/null 3>&- &
    job=$!
    for _ in {1..300}; do
        ! ls "$BATS_TEST_TMPDIR"/rank-{0,1,2,3} >/dev/null 2>&1 || break
        sleep 0.1
    done
    kill -STOP "$job"
    touch "$BATS_TEST_TMPDIR/go"
    sleep 3
    gone=$(pgrep -c -r Z -P "$job" || true)
    kill -CONT "$job"
    wait "$job"
    run cat "$BATS_TEST_TMPDIR/log"
    assert_output --partial 'ring: ok, 4 ranks'
    refute_output --partial improperly
}

@test "ranks whose daemon has no time when they finalize wait for it" {
    end_with_stopped_daemon
    assert_equal "$gone" 0
}

# That they have ended, and their last words, reach the daemon at the same time.
@test "ranks that do not wait for it end well, too" {
    permit_threads
    end_with_stopped_daemon
    ((gone > 0)) || skip 'this machine was too busy: no rank ended in time'
}

# crash STATUS FAULT PLACE: the last of 3 ranks makes that fault, which ends the job in seconds.
crash() {
    run_limited 30 "$top_srcdir/contrib/try" mpirun -n 3 "${mosix_only[@]}" "$programs/crashes" "$2" "$3"
    output=$(tr -s '\n' ' ' <<<"$output")
    # With Open MPI 5 another rank may be the first to tell, by a connection that closed.
    if ! is_series_5 || [ "$status" -ne 14 ]; then
        assert_equal "$status of $2 $3" "$1 of $2 $3"
        assert_output --regexp 'process rank 2 with PID .* exited on signal'
    fi
    for _ in {1..100}; do
        pgrep -f "^$programs/crashes $2 $3" >/dev/null || return 0
        sleep 0.1
    done
    fail "left behind: $(pgrep -af "$programs/crashes")"
}

@test "a rank's fault ends the job, and mpirun names it, also in a thread" {
    # As the launcher sets it under MOSIX 4, where Open MPI's handler hangs.
    export OMPI_MCA_opal_signal=
    for place in main thread; do
        crash 139 segv "$place"
        crash 139 overflow "$place"
        crash 135 bus "$place"
        crash 136 fpe "$place"
        crash 132 ill "$place"
        crash 134 abrt "$place"
    done
}

@test "the same with Open MPI's handler" {
    for place in main thread; do
        crash 139 segv "$place"
        crash 139 overflow "$place"
        crash 134 abrt "$place"
    done
}
