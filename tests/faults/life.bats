#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# A node vanishes, which MOSIX tells nobody but who writes to it; and a last message is lost. A rank
# that only waits finds out.

load ../lib/job.bash

setup() {
    job_setup
    also_btl=()
}

# run_waiting FAULTS SECONDS HOW MILLISECONDS: rank 1 waits for rank 0, and its job ends within SECONDS, of
# which some are for the start.
run_waiting() {
    MOSIX_EMULATOR_FAULTS=$1 job_seconds=$2 run_job 2 waits "$3" "$4"
}

# assert_lost ERROR: the job failed by itself, and the text names the peer, its node and what happened.
assert_lost() {
    assert_failure
    refute [ "$status" -eq 124 ]
    assert_output --regexp "Peer rank: .*,0]"
    assert_output --regexp "Peer's home node: +127\.0\.0\.1"
    assert_output --partial "$1"
    assert_output --regexp "rank .* \(process [0-9]+ of home node 127\.0\.0\.1\) is lost: $1"
}

# Ranks write three messages before they wait; the fourth write is a question.
@test "a rank that waits hears within 15 seconds that the node of its peer is gone" {
    run_waiting write-errno=EHOSTUNREACH@4+ 20 recv 60000
    assert_lost 'No route to host'
    OMPI_MCA_btl_mosix_wait=spin run_waiting write-errno=ECONNABORTED@4+ 20 recv 60000
    assert_lost 'Software caused connection abort'
}

@test "a node that can be reached again a second later is not gone" {
    export OMPI_MCA_btl_mosix_life_interval=1
    run_waiting write-errno=EHOSTUNREACH@4 20 recv 5000
    assert_mosix_job 2
}

@test "trouble of MOSIX's daemons ends the job if it stays" {
    export OMPI_MCA_btl_mosix_life_interval=1 OMPI_MCA_btl_mosix_patience=2
    run_waiting write-errno=ETIMEDOUT@4+ 20 recv 60000
    assert_lost 'Connection timed out'
    run_waiting write-errno=ETIMEDOUT@4 40 recv 5000
    assert_mosix_job 2
}

@test "a process that is gone although mpirun did not tell ends the job" {
    export OMPI_MCA_btl_mosix_life_interval=1
    run_waiting vanish=4 20 recv 60000
    assert_lost 'No such process'
}

# The third message of rank 0 is its last one.
@test "a lost last message ends the job, although the next one never comes" {
    run_waiting drop=3 25 recv 1000
    assert_failure
    refute [ "$status" -eq 124 ]
    assert_output --partial 'was lost on its way through MOSIX'
}

@test "questions are silent: whatever a rank does, the job is right and nothing is dropped" {
    export OMPI_MCA_btl_mosix_life_interval=1 OMPI_MCA_btl_base_verbose=1
    for faults in '' box=1; do
        run_waiting "$faults" 40 recv 3500
        assert_mosix_job 2
        assert_output --regexp 'peers have asked [1-9][0-9]* times whether this rank is there'
        refute_output --partial 'dropped'
        refute_output --partial 'not there any more'
    done
    OMPI_MCA_btl_mosix_max_open=1 job_seconds=40 run_job 4 waits recv 3500
    assert_mosix_job 4
}

@test "with btl_mosix_life_interval=0 nobody asks" {
    export OMPI_MCA_btl_mosix_life_interval=0 OMPI_MCA_btl_base_verbose=1
    run_waiting '' 40 recv 4500
    assert_mosix_job 2
    assert_equal "$(count_in_output 'peers have asked 0 times')" 2
}
