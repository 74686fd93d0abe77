#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# How ranks open and use their mailboxes, where that can be chosen.

load ../lib/job.bash

setup() {
    job_setup
}

@test "each kind of send boxes carries a job" {
    for channel in mbox ubox; do
        OMPI_MCA_btl_mosix_channel=$channel run_job 3 sizes 20
        assert_mosix_job 3
        assert_output 'sizes: ok, 3 ranks'
    done
}

@test "an empty value in a parameter file is none" {
    printf 'btl_mosix_channel =\nbtl_mosix_patience =\n' >"$BATS_TEST_TMPDIR/params.conf"
    OMPI_MCA_mca_base_param_files=$BATS_TEST_TMPDIR/params.conf run_job 3 sizes 20
    assert_mosix_job 3
    assert_output 'sizes: ok, 3 ranks'
}

@test "mailboxes that may block are asked before every read" {
    OMPI_MCA_btl_mosix_nonblocking_mailbox=0 run_job 3 sizes 20
    assert_mosix_job 3
    assert_output 'sizes: ok, 3 ranks'
}

@test "small fragments that had to wait arrive in order, however many there are" {
    for box in 1 3 17; do
        MOSIX_EMULATOR_FAULTS=box=$box,full-errno=ENOSPC run_job 4 order 2000
        assert_mosix_job 4
        assert_output 'order: ok, 4 ranks'
    done
}
