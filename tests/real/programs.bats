#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Programs that were not written for this project, as Debian ships them, by BTL mosix alone.

load ../lib/job.bash

setup() {
    job_setup
    cd "$BATS_TEST_TMPDIR" || return
}

need_command() {
    command -v "$1" >/dev/null || skip "$1 is not installed (Debian, Ubuntu: $2)"
}

# run_real RANKS COMMAND...
run_real() {
    local ranks=$1
    shift
    job_seconds=${job_seconds:-120} run_mpirun -n "$ranks" "${mosix_only[@]}" "$@"
}

# run_python RANKS PROGRAM: Debian's python3 even where another one comes first on PATH.
run_python() {
    /usr/bin/python3 -c 'import mpi4py' 2>/dev/null ||
        skip 'mpi4py is not installed (Debian, Ubuntu: python3-mpi4py)'
    run_real "$1" /usr/bin/python3 "$top_srcdir/tests/programs/$2.py"
    assert_mosix_job "$1"
    assert_output "$2: ok, $1 ranks"
}

@test "HPC Challenge verifies its own results, 4 ranks" {
    need_command hpcc hpcc
    cp "$top_srcdir/tests/real/hpccinf.txt" .
    run_real 4 hpcc
    assert_mosix_job 4
    assert_carried mosix 10000000
    run cat hpccoutf.txt
    assert_line Success=1
    assert_line MPIRandomAccess_Errors=0
    assert_line MPIRandomAccess_LCG_Errors=0
    assert_line --partial '20 tests completed and passed residual checks'
    assert_line --partial '1 tests completed and passed residual checks'
    refute_output --partial FAILED
    refute_output --regexp '[1-9][0-9]* tests completed and failed'
    refute_output --regexp 'Node\(s\) with error [1-9]'
}

@test "NetPIPE finds its messages intact, 2 ranks" {
    need_command NPopenmpi netpipe-openmpi
    run_real 2 NPopenmpi -i -n 20 -u 1048576 -o netpipe.out
    assert_success
    refute_output --regexp '[Ff]ail'
    assert_output --regexp '786433 bytes +20 times --> +Integrity check passed'
    assert_mosix_job 2
    assert_carried mosix 50000000
}

@test "NetPIPE measures up to 64 KB, 2 ranks" {
    need_command NPopenmpi netpipe-openmpi
    run_real 2 NPopenmpi -n 50 -u 65536 -o netpipe.out
    assert_mosix_job 2
    run awk 'END { print $1 }' netpipe.out
    assert_output 65539
}

@test "mpi4py: point to point, 2 ranks" {
    run_python 2 mpi4py_point_to_point
}

@test "mpi4py: point to point, 4 ranks" {
    run_python 4 mpi4py_point_to_point
}

@test "mpi4py: collectives, 4 ranks" {
    run_python 4 mpi4py_collectives
}

@test "mpi4py: pickled objects, 4 ranks" {
    run_python 4 mpi4py_objects
}

@test "the demo's heat2d, 4 ranks" {
    [ -x "$top_builddir/contrib/heat2d/heat2d" ] || skip 'heat2d was not built'
    run_real 4 "$top_builddir/contrib/heat2d/heat2d" -n 128
    assert_success
    assert_output --partial ': right'
    assert_mosix_job 4
}
