#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# contrib/demo: its last line and its exit status are right, also when something goes wrong.

load ../lib/job.bash

setup() {
    job_setup
    [ -x "$top_builddir/contrib/heat2d/heat2d" ] || skip 'heat2d was not built (no mpicc)'
}

run_demo() {
    run_limited 60 "$top_srcdir/contrib/demo" "$@"
}

last_line() {
    printf '%s\n' "${lines[-1]}"
}

@test "the demo shows 4 ranks under mosrun that talk by btl mosix" {
    run_demo -n 64
    assert_success
    assert_output --partial 'MOSIX_EMULATOR_PROFILE=4.4.3'
    assert_output --partial 'one kernel thread'
    assert_output --partial 'heat2d: step'
    assert_output --regexp 'largest error [^ ]+, .*: right'
    assert_output --regexp '3 +[0-9]+ +127.0.0.1 +yes '
    run last_line
    assert_output --regexp \
        '^demo: 4 ranks under mosrun, [1-9][0-9]* messages by btl mosix, 0 by other BTLs$'
}

@test "the demo fails when the ranks talk by another BTL" {
    MOSIX_EMULATOR_FAULTS=open-errno=EPERM run_demo -n 40
    assert_failure
    assert_equal "$(last_line)" 'demo: FAILED: no message went by btl mosix'
}

@test "the demo fails when the ranks are not under mosrun" {
    OMPI_MCA_odls_mosix_enable=never run_demo -n 40
    assert_failure
    assert_equal "$(last_line)" 'demo: FAILED: only 0 of 4 ranks are under mosrun'
}

@test "the demo fails when the job fails" {
    OMPI_MCA_odls_mosix_enable=maybe run_demo -n 40
    assert_failure
    assert_output --partial 'maybe'
    assert_equal "$(last_line)" \
        'demo: FAILED: status 1: the solution is wrong, or the job did not come up (see above)'
}

@test "the demo refuses wrong options with heat2d's reason, and nothing of Open MPI around it" {
    run_demo -n 5
    assert_failure
    assert_line --index 0 'heat2d: -n "5": must be a whole number from 8 to 16384'
    assert_equal "$(last_line)" 'demo: FAILED: heat2d refuses its options'
    refute_output --partial 'mpirun'
    run_demo --bogus
    assert_failure
    assert_line --index 0 'heat2d: --: no such option'
}

@test "heat2d refuses wrong options and says which and why" {
    heat2d=$top_builddir/contrib/heat2d/heat2d
    for wrong in '-n 7' '-n 16385' '-n 1e3' -n '-t 0' '-t nan' '-t 2' '-p -1' '-p 1001' -x stray; do
        # shellcheck disable=SC2086 # an option and its value
        OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 run "$heat2d" $wrong
        assert_equal "$status $wrong" "2 $wrong"
        assert_line --partial usage:
        assert_line --index 0 --partial -- "${wrong%% *}"
    done
    run "$heat2d" -n 9 -p 0
    assert_success
}
