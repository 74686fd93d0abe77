#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Stock ranks under the emulator's mosrun -e, threads refused: what the library is for. The ranks
# are started by mosenv itself, over btl tcp, so that nothing but the library stands between Open
# MPI and the discipline.

load coop.bash
load ../lib/allocator.bash

setup() {
    stock_setup
    mosenv=$top_builddir/contrib/emulator/bin/mosenv
    [ -x "$mosenv" ] || skip 'the emulator was not built (configure found no libseccomp)'
    unset MOSIX_EMULATOR_THREADS MOSIX_EMULATOR_DISCIPLINE
    # What a rank must have in its environment under mosrun.
    export OMPI_MCA_opal_event_include=poll
    export EVENT_NOEPOLL=1 OMPI_MCA_orte_bound_at_launch=1 OMPI_MCA_coll=^sm OMPI_MCA_pml=^ucx
    export OMPI_MCA_mtl=^ofi,portals4,psm,psm2 OMPI_MCA_osc=^sm,ucx
    export OMPI_MCA_sharedfp=^sm OMPI_MCA_shmem=^sysv,posix
    find_allocator
    preload=$library:$allocator
    under_mosrun=(-x "LD_PRELOAD=$preload" -x GLIBC_TUNABLES "$mosenv" -e)
}

# run_mosrun RANKS PROGRAM...
run_mosrun() {
    local ranks=$1
    shift
    run_watched "$(basename "$1")" mpirun -n "$ranks" "${under_mosrun[@]}" "$@"
}

job() {
    run_mosrun "$1" "$programs/$2"
    assert_success
    assert_output "$2: ok, $1 ranks"
    assert_one_task
}

need_command() {
    command -v "$1" >/dev/null || skip "$1 is not installed (Debian, Ubuntu: $2)"
}

python_job() {
    /usr/bin/python3 -c 'import mpi4py' 2>/dev/null ||
        skip 'mpi4py is not installed (Debian, Ubuntu: python3-mpi4py)'
    # With ".." in the path of its program, for which Python asks realpath().
    run_mosrun 4 /usr/bin/python3 "$top_srcdir/tests/../tests/programs/$1.py"
    assert_success
    assert_output "$1: ok, 4 ranks"
    assert_one_task
}

@test "without the library, a stock rank does not start there" {
    run timeout --kill-after=5 60 mpirun -n 2 "$mosenv" -e "$programs/ring" </dev/null
    assert_failure
    refute_output --partial 'ring: ok'
}

@test "ring, 4 ranks" {
    job 4 ring
}

@test "collectives, 4 ranks" {
    job 4 collectives
}

@test "message sizes, 2 ranks" {
    job 2 sizes
}

@test "MPI_THREAD_MULTIPLE with threads of the program, 2 ranks" {
    job 2 threads
}

@test "threads and the main program that wait for each other in MPI calls, 2 ranks" {
    job 2 beside
}

@test "MPI_Comm_spawn, 2 ranks" {
    only_series_4 'spawned ranks do not get the library, which -x gives'
    job 2 spawn
}

@test "one system call is still refused" {
    under_mosrun=(-x "LD_PRELOAD=$preload" -x GLIBC_TUNABLES "$mosenv" -w)
    run_mosrun 4 "$programs/collectives"
    assert_success
    grep -o "system-call '[a-z0-9_]*'" output | sort -u >refused
    run cat refused
    # The C library of Debian 13 also advises about memory, and does without.
    assert_output --regexp "^system-call 'eventfd2'("$'\n'"system-call 'madvise')?$"
}

@test "HPC Challenge verifies its own results, 4 ranks" {
    need_command hpcc hpcc
    cp "$top_srcdir/tests/real/hpccinf.txt" .
    job_seconds=120 run_mosrun 4 hpcc
    assert_success
    assert_one_task
    run cat hpccoutf.txt
    assert_line Success=1
    refute_output --partial FAILED
    refute_output --regexp 'Node\(s\) with error [1-9]'
}

@test "NetPIPE finds its messages intact, 2 ranks" {
    need_command NPopenmpi netpipe-openmpi
    run_mosrun 2 NPopenmpi -i -n 20 -u 1048576 -o netpipe.out
    assert_success
    assert_one_task
    refute_output --regexp '[Ff]ail'
}

@test "mpi4py: point to point" {
    python_job mpi4py_point_to_point
}

@test "mpi4py: collectives" {
    python_job mpi4py_collectives
}

@test "mpi4py: pickled objects" {
    python_job mpi4py_objects
}
