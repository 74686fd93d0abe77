#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# report without MOSIX: names of users that no file lists are left out, and its own sentences are
# whole. What a report of an emulated node holds is in doctor.bats.

load ../lib/admin.bash

setup() {
    admin_setup
}

@test 'users that no file lists are left out, and sentences are whole' {
    export OMPI_MCA_plm_rsh_agent='ssh -l zaphodb -J fordp@gate' OMPI_MCA_site_note=/home/trillianm/x
    USER=nobody LOGNAME=the run timeout 60 "$program" report
    assert_success
    assert_line 'OMPI_MCA_plm_rsh_agent=ssh -l [user] -J [user]@gate'
    assert_line 'OMPI_MCA_site_note=/home/[user]/x'
    refute_output --regexp 'zaphodb|fordp|trillianm'
    assert_line --partial 'Names of users and the secret are left out; look through the rest'
}

@test 'a directory is no file to write to' {
    run timeout 60 "$program" report "$work"
    assert_failure 1
    assert_output --partial 'Is a directory. Nothing was written; name a file in it.'
}
