#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Messages between ranks under mosrun, MOSIX mailboxes and nothing else between them.

load ../lib/job.bash

setup() {
    job_setup
}

@test "MPI_Init and MPI_Finalize alone say nothing, 2 and 4 ranks" {
    for ranks in 2 4; do
        run_job $ranks init
        assert_success
        assert_output ''
        assert_under_mosrun $ranks
    done
}

@test "a token goes round 2 ranks" {
    run_job 2 ring
    assert_mosix_job 2
}

@test "a token goes round 4 ranks" {
    run_job 4 ring
    assert_mosix_job 4
}

@test "messages from 0 bytes to 16 MiB, 2 ranks" {
    run_job 2 sizes 24
    assert_mosix_job 2
    # Three ways to send, two directions, all sizes: about 6 times twice 48 MiB per rank.
    assert_carried mosix 500000000
}

@test "messages from 0 bytes to 16 MiB, 4 ranks" {
    job_seconds=120 run_job 4 sizes 24
    assert_mosix_job 4
    assert_carried mosix 1000000000
}

@test "derived datatypes, 2 ranks" {
    run_job 2 datatypes
    assert_mosix_job 2
}

@test "derived datatypes, 4 ranks" {
    run_job 4 datatypes
    assert_mosix_job 4
}

@test "crossed messages of 40 KB that are received late, 2 ranks" {
    run_job 2 crossed
    assert_mosix_job 2
    assert_carried mosix $((2 * 80 * 40000))
}

@test "crossed messages of 40 KB that are received late, 4 ranks" {
    run_job 4 crossed
    assert_mosix_job 4
    assert_carried mosix $((12 * 80 * 40000))
}

# Where the data of the next message belongs is guessed; here the guess is often wrong.
@test "large messages of several ranks mixed with small ones, each byte in its place" {
    for setting in '' '--mca btl_mosix_rdma_pipeline_frag_size 100000'; do
        # shellcheck disable=SC2086 # words
        job_seconds=120 run_mpirun -n 4 $setting "$programs/converge"
        assert_mosix_job 4
        assert_output 'converge: ok, 4 ranks'
        # 12 ways, each 4 times the sum of all sizes.
        assert_carried mosix $((12 * 4 * 5269309))
    done
}

# Open MPI has been told that it was written, so the program overwrites it at once. One of two writes
# in a row is that of a put.
@test "a put that finds no room is kept while its memory changes" {
    for number in 20 21; do
        MOSIX_EMULATOR_FAULTS=write-errno=EAGAIN@$number run_job 2 slowreader send 1 1000000 1
        assert_mosix_job 2
        assert_output --partial 'slowreader: ok, 2 ranks'
    done
}

@test "several threads per rank send at the same time, 2 ranks" {
    run_job 2 threads
    assert_mosix_job 2
}

@test "several threads per rank send at the same time, 4 ranks" {
    run_job 4 threads 150
    assert_mosix_job 4
}

@test "without any --mca, ranks under mosrun use mosix and nothing else" {
    run_mpirun -n 4 "$programs/ring"
    assert_mosix_job 4
}

# Open MPI's other ways to begin a large message, and a last part that is sent and not put.
@test "messages longer than the buffer end in MPI_ERR_TRUNCATE and write nothing behind it" {
    for setting in 'mpi_leave_pinned -1' 'mpi_leave_pinned 0' \
        'btl_mosix_rdma_pipeline_send_length 150000' 'btl_mosix_flags send,inplace'; do
        # shellcheck disable=SC2086 # name and value
        job_seconds=120 run_mpirun -n 2 --mca $setting "$programs/truncated"
        assert_mosix_job 2
    done
}
