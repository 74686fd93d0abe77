#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Ranks that fork. A child does not have its parent's mailbox, and one that reads it dies of SIGSEGV
# on MOSIX 4, so the BTL does nothing there.

load ../lib/job.bash

setup() {
    job_setup
}

@test "children that end, run a program or look for messages neither die nor take one" {
    run_job 4 forked 30
    assert_mosix_job 4
    assert_output 'forked: ok, 4 ranks'
}

@test "the same with mailboxes that are asked before every read" {
    OMPI_MCA_btl_mosix_nonblocking_mailbox=0 run_job 3 forked 30
    assert_mosix_job 3
    assert_output 'forked: ok, 3 ranks'
}

@test "a child that sends is told so and ends, and the job goes on" {
    run_job 3 forked 10 send
    assert_mosix_job 3
    assert_line 'forked: ok, 3 ranks'
    assert_equal "$(count_in_output 'Only the rank itself can use MPI')" 1
}
