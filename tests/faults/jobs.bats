#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Ranks die, strangers write, MOSIX refuses. The job's result is right, or the job ends within
# seconds and says why.

load ../lib/job.bash

setup() {
    job_setup
    job=
}

teardown() {
    [ -z "$job" ] || kill "$job" 2>/dev/null || true
}

# run_with_faults FAULTS RANKS PROGRAM [ARGUMENT]...
run_with_faults() {
    export MOSIX_EMULATOR_FAULTS=$1
    shift
    job_seconds=${job_seconds:-120} run_job "$@"
}

# The job failed, and not because its time was over.
assert_ended_itself() {
    assert_failure
    refute [ "$status" -eq 124 ]
}

# start_longrun: 4 ranks in the background; they are ready, and $output_file gets what they say.
start_longrun() {
    output_file=$BATS_TEST_TMPDIR/longrun
    rm -f "$MOSIX_BTL_CENSUS"
    : >"$output_file"
    timeout --kill-after=5 60 "$top_srcdir/contrib/try" mpirun "${counted[@]}" -n 4 \
        "${mosix_only[@]}" "$programs/longrun" 50 >"$output_file" 2>&1 </dev/null 3>&- &
    job=$!
    wait_for 20 "$output_file" ', ready' 4
}

# pid_of_rank RANK
pid_of_rank() {
    sed -n "s/^longrun: rank $1, pid \([0-9]*\), ready/\1/p" "$output_file"
}

# end_longrun: let it end; its status and all it said, as `run` has them.
end_longrun() {
    kill -USR2 "$(pid_of_rank 0)" 2>/dev/null || true
    wait "$job" && status=0 || status=$?
    job=
    output=$(cat "$output_file")
}

@test "a rank killed by SIGKILL ends the job within 10 seconds, with a message that names it" {
    for victim in 0 3; do
        # With one second to start.
        job_seconds=11 run_job 4 killed $victim
        assert_ended_itself
        assert_output --partial "killed: rank $victim"
        assert_output --regexp "process rank $victim with PID [0-9]+ on node .*[[:space:]]signal 9"
    done
}

@test "a rank killed from outside ends the job within 10 seconds, with a message that names it" {
    start_longrun
    local killed_at=$SECONDS
    kill -KILL "$(mosrun_of "$(pid_of_rank 2)")"
    end_longrun
    ((SECONDS - killed_at <= 10)) || fail "the job lived for $((SECONDS - killed_at)) seconds"
    assert_failure
    assert_output --regexp 'process rank 2 with PID [0-9]+ on node .*[[:space:]]signal 9'
}

@test "stray and forged messages are dropped, reported once, and change nothing" {
    for attempt in 1 2 3; do
        start_longrun
        for rank in 0 2; do
            run_alone 20 "$programs/stray" "$(pid_of_rank $rank)" 5
            assert_success
            assert_output --partial 'stray: 90 messages written'
        done
        end_longrun
        is_garbled <<<"$output" || break
    done
    assert_success
    assert_output --partial 'longrun: ok, 4 ranks'
    assert_only_btl mosix
    assert_equal "$(count_in_output 'does not belong to this MPI job')" 1
    assert_output --regexp 'Sender: +process [0-9]+ of home node 127\.0\.0\.1'
}

@test "stray messages are counted at the end where that was asked for" {
    export OMPI_MCA_btl_base_verbose=1
    start_longrun
    run_alone 20 "$programs/stray" "$(pid_of_rank 1)"
    assert_success
    end_longrun
    assert_success
    assert_output --regexp '[0-9]+ messages dropped'
}

@test "a refused mailbox: the job runs by another BTL and says so once" {
    export MOSIX_EMULATOR_FAULTS=open-errno=EACCES
    run_mpirun -n 4 "$programs/collectives"
    assert_success
    assert_output --partial 'collectives: ok, 4 ranks'
    assert_under_mosrun 4
    assert_only_btl tcp
    assert_equal "$(count_in_output 'refused to open its mailbox')" 1
}

@test "send boxes that can only block: the job runs by another BTL and says so once" {
    export MOSIX_EMULATOR_FAULTS=nononblock
    run_mpirun -n 4 "$programs/collectives"
    assert_success
    assert_under_mosrun 4
    assert_only_btl tcp
    assert_equal "$(count_in_output 'refused to open a send box')" 1
}

@test "interrupted calls change nothing" {
    for program in 'sizes 18' collectives crossed; do
        # shellcheck disable=SC2086 # a program and its argument
        run_with_faults eintr=30 4 $program
        assert_success
        assert_only_btl mosix
    done
}

@test "slow deliveries change nothing" {
    for program in 'ring 100' 'sizes 14' 'everyone 1'; do
        # shellcheck disable=SC2086
        run_with_faults delay=500 4 $program
        assert_success
        assert_only_btl mosix
    done
}

@test "mailboxes with room for one message change nothing" {
    for program in 'ring 200' 'sizes 18' crossed collectives 'everyone 3'; do
        # shellcheck disable=SC2086
        run_with_faults box=1 4 $program
        assert_success
        assert_only_btl mosix
    done
}

@test "full, slow mailboxes and interrupted calls together change nothing" {
    run_with_faults box=2,eintr=20,delay=100 4 collectives
    assert_success
    assert_only_btl mosix
}

# It is noticed when the next message of the same sender arrives, so the program sends several.
@test "a lost message ends the job, and the message says so" {
    run_with_faults drop=60 4 crossed
    assert_ended_itself
    assert_output --partial 'was lost on its way through MOSIX'
}

# Nothing repeats it, so the job would wait for ever.
@test "a message of the job itself that arrives cut ends the job" {
    job_seconds=15 run_with_faults truncate=5000 2 sizes 14
    assert_ended_itself
}

@test "a write error that stays ends the job and names peer and error" {
    OMPI_MCA_btl_mosix_patience=1 run_with_faults write-errno=EIO@200+ 4 ring
    assert_ended_itself
    assert_output --partial 'could not be sent through MOSIX'
    assert_output --partial 'Input/output error'
}

@test "a vanished receiver ends the job, and the message says so" {
    run_with_faults vanish=200 4 ring
    assert_ended_itself
    assert_output --partial 'could not be sent through MOSIX'
    assert_output --partial 'No such process'
}
