#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Messages arrive in order and once, whatever happens to the boxes they go through. Where that is
# impossible, the job ends and says so.

load ../lib/job.bash

setup() {
    job_setup
}

one_box=(--mca btl_mosix_max_open 1)

# How often the ranks that strace watched into file $1 opened a send box: on the emulator, each is
# one socket.
sockets_of() {
    grep -h -c -E '^[0-9]+ +socket\(AF_UNIX' "$1" || true
}

@test "order across closed and reopened send boxes: 4 ranks, 9000 messages each, one box" {
    run_mpirun -n 4 "${mosix_only[@]}" "${one_box[@]}" "$programs/order" 3000
    assert_mosix_job 4
    assert_output 'order: ok, 4 ranks'
    (($(census_sum messages mosix) >= 36000)) || fail "only $(census_sum messages mosix) messages"
}

@test "order across closed and reopened send boxes: 7 ranks, one box, mailboxes of 1 message" {
    MOSIX_EMULATOR_FAULTS=box=1,eintr=10 run_mpirun -n 7 "${mosix_only[@]}" "${one_box[@]}" \
        "$programs/order" 400
    assert_mosix_job 7
    assert_output 'order: ok, 7 ranks'
}

@test "order with as many send boxes as there are peers" {
    run_job 4 order 3000
    assert_mosix_job 4
    assert_output 'order: ok, 4 ranks'
}

@test "with one box, and only then, boxes are opened again and again" {
    command -v strace >/dev/null || skip 'strace is not installed'
    # strace, too, needs a system call that MOSIX refuses, and a process has one tracer: in 4.4.3 that
    # is mosrun.
    mosix_of_2009
    export MOSIX_EMULATOR_DISCIPLINE=off
    local log=$BATS_TEST_TMPDIR/sockets count
    # In a script, because the launcher starts ranks natively whose command is strace.
    # shellcheck disable=SC2016 # for the script
    printf '#!/bin/sh\nexec strace -f -qq -e trace=socket -o "$@"\n' >"$BATS_TEST_TMPDIR/watch"
    chmod +x "$BATS_TEST_TMPDIR/watch"
    for boxes in 1 128; do
        run_mpirun -n 4 "${mosix_only[@]}" --mca btl_mosix_max_open $boxes \
            "$BATS_TEST_TMPDIR/watch" "$log.$boxes" "$programs/order" 200
        assert_mosix_job 4
    done
    count=$(sockets_of "$log.1")
    ((count > 300)) || fail "only $count sockets for one box"
    count=$(sockets_of "$log.128")
    ((count < 100)) || fail "$count sockets for 128 boxes"
}

@test "a message that arrives twice is delivered once" {
    local said=0
    for number in 1 7 60 500 20 90; do
        MOSIX_EMULATOR_FAULTS=dup=$number run_job 4 order 300
        assert_mosix_job 4
        assert_output --partial 'order: ok, 4 ranks'
        said=$((said + $(count_in_output 'delivered before')))
    done
    # Open MPI 4.1 sometimes loses the messages of a short job, but not of all six.
    ((said > 0)) || fail 'no job said that it dropped a message'
}

@test "a lost message ends the job within 10 seconds, with the sender's name, wherever it is lost" {
    # The first one is to itself. After the second one, which every rank loses, nobody sends another, and
    # the loss is noticed because ranks that wait tell how many messages there should be.
    export OMPI_MCA_btl_mosix_life_interval=1
    for number in 2 20 100 1000; do
        local start=$SECONDS
        MOSIX_EMULATOR_FAULTS=drop=$number run_job 4 order 2000
        assert_failure
        ((SECONDS - start <= 10)) || fail "$((SECONDS - start)) seconds"
        assert_output --partial 'was lost on its way through MOSIX'
        assert_output --regexp "Sender's home node: +127\.0\.0\.1"
        assert_output --regexp "Sender's PID there: +[0-9]+"
        refute_output --partial 'order: ok'
    done
}
