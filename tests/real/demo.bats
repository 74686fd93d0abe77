#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# contrib/demo: its last line and its exit status are right, also when something goes wrong.

load ../lib/job.bash

setup() {
    job_setup
    [ -x "$top_builddir/contrib/heat2d/heat2d" ] || skip 'heat2d was not built (no mpicc)'
    cd "$BATS_TEST_TMPDIR" || return
}

run_demo() {
    run_limited "${demo_seconds:-60}" "$top_srcdir/contrib/demo" "$@"
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

@test "the demo of balancing: ranks move to the idle node, and the job ends right" {
    [ -x "$top_builddir/contrib/heat2d/balance" ] || skip 'balance was not built (no mpicc)'
    [ "$(nproc)" -ge 2 ] || skip 'this needs two processors'
    demo_seconds=240 run_demo --balance 2
    assert_success
    assert_output --partial 'balance: migration locked: '
    assert_output --regexp 'migration locked:.*
.*
  first node \|[ 1-4]+\|
  at the end: 4 on the first node; 0 moves'
    # How much faster it is depends on what else runs here.
    run last_line
    assert_output --regexp '^balance: locked [0-9.]+ s, allowed [0-9.]+ s, ratio [0-9.]+, [1-4] ranks moved$'
}

@test "the demo of balancing refuses wrong numbers" {
    for wrong in 0 x 10000 '1 2'; do
        # shellcheck disable=SC2086 # one word or two
        run_demo --balance $wrong
        assert_failure
        assert_output --partial 'demo: FAILED: --balance'
    done
}

# The picture is of places that mosps told.
@test "the picture of a job whose ranks move" {
    cat >places <<'END'
0 7 here 0
0 8 here 0
1 7 leaving 0
1 8 here 0
2 7 2 1
2 8 here 0
END
    run awk -f "$top_srcdir/contrib/lib/balance.awk" places
    assert_success
    assert_line --index 0 '  ranks by node, a column each 1 s'
    assert_line --index 1 '  first node |221|'
    assert_line --index 2 '  node 2     |  1|'
    assert_line --index 3 '  at the end: 1 on the first node, 1 on node 2; 1 moves'
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
