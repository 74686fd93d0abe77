#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Programs of others, and the demo's, 8 ranks that move between four emulated nodes all the time:
# MOSIX_TEST_MOVES of them [100], at most one each 20 ms. The heat equation is solved on a grid of
# MOSIX_TEST_POINTS a side [300; 600 for 1000 moves], again and again until all are made. They verify
# their own results.

load ../lib/moves.bash
load ../lib/processes.bash

setup() {
    job_setup
    moves_setup 4
    most_moves=${MOSIX_TEST_MOVES:-100}
    move_pause=20
    cd "$BATS_TEST_TMPDIR" || return
}

# end_of_moves: enough were made.
end_of_moves() {
    assert_moved $((most_moves * 9 / 10)) 8
}

# solve_while_moving: how long one solution takes depends on the machine; $mover is run_moving's.
solve_while_moving() {
    local solutions
    for ((solutions = 0; solutions < 10; solutions++)); do
        run_mpirun -n 8 "${mosix_only[@]}" "$top_builddir/contrib/heat2d/heat2d" \
            -n "${MOSIX_TEST_POINTS:-300}"
        assert_mosix_job 8
        assert_output --regexp 'largest error [^ ]+, .*: right'
        is_alive "$mover" || return 0
    done
}

@test "the heat equation while its ranks move" {
    [ -x "$top_builddir/contrib/heat2d/heat2d" ] || skip 'heat2d was not built (no mpicc)'
    job_seconds=600 run_moving solve_while_moving
    end_of_moves
}

@test "HPC Challenge while its ranks move" {
    command -v hpcc >/dev/null || skip 'hpcc is not installed (Debian, Ubuntu: hpcc)'
    [ -n "${MOSIX_TEST_SLOW:-}" ] || skip 'slow: contrib/check --slow runs it'
    cp "$top_srcdir/tests/real/hpccinf.txt" .
    job_seconds=900 run_moving run_mpirun -n 8 "${mosix_only[@]}" hpcc
    assert_mosix_job 8
    run cat hpccoutf.txt
    assert_line Success=1
    assert_line MPIRandomAccess_Errors=0
    refute_output --partial FAILED
    refute_output --regexp '[1-9][0-9]* tests completed and failed'
    refute_output --regexp 'Node\(s\) with error [1-9]'
    end_of_moves
}
