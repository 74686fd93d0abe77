# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC1091,SC2086,SC2154,SC2034,SC2317,SC2016,SC2009 # runner.bash and they share variables
#
# Every byte arrives, on real MOSIX, and goes by btl mosix alone.
. ./runner.bash

# passes RANKS PROGRAM [ARGUMENT]...: a test program says so itself.
passes() {
    local ranks=$1 program=$2
    shift 2
    build "$program"
    job "$ranks" "$work/$program" "$@"
    expect_status 0
    expect_line "$program: ok, $ranks ranks"
    expect_carried "$ranks"
}

sizes_2() { passes 2 sizes 23; }
check 'all sizes up to 8 MiB, 2 ranks' sizes_2 900

sizes_4() { passes 4 sizes 17; }
check 'all sizes up to 128 KiB, 4 ranks' sizes_4 900

matching() { passes 3 matching; }
check 'matching by source, tag and communicator, 3 ranks' matching 300

nonblocking() { passes 2 nonblocking; }
check 'non-blocking messages, 2 ranks' nonblocking 300

datatypes() { passes 2 datatypes; }
check 'derived data types, 2 ranks' datatypes 300

collectives() { passes 4 collectives; }
check 'collectives, 4 ranks' collectives 900

reductions() { passes 4 reductions; }
check 'reductions, 4 ranks' reductions 600

onesided() { passes 2 onesided; }
check 'one-sided communication, 2 ranks' onesided 600

spawn() {
    build spawn
    job 2 $work/spawn
    expect_status 0
    expect_line 'spawn: ok'
    ! grep -q ' mosrun=no ' $work/census || fail "a rank was not under mosrun: $(cat $work/census)"
}
check 'MPI_Comm_spawn of 2 ranks, twice' spawn 300

conclude
