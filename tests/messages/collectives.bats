#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Collectives between ranks under mosrun, checked against what each rank computes for itself.

load ../lib/job.bash

setup() {
    job_setup
}

@test "collectives that move data, 2 ranks" {
    run_job 2 collectives
    assert_mosix_job 2
}

@test "collectives that move data, 4 ranks" {
    run_job 4 collectives
    assert_mosix_job 4
}

@test "collectives that move data, 5 ranks (no power of two)" {
    run_job 5 collectives
    assert_mosix_job 5
}

@test "reductions and scans, several operations and types, 2 ranks" {
    run_job 2 reductions
    assert_mosix_job 2
}

@test "reductions and scans, several operations and types, 4 ranks" {
    run_job 4 reductions
    assert_mosix_job 4
}
