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
    expect_carried "$ranks" "${also:-}"
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

onesided() {
    # There a rank reaches its own window through btl self.
    ! is_series_5 || also=self
    passes 2 onesided
}
check 'one-sided communication, 2 ranks' onesided 600

# A child that reads its parent's mailbox dies on MOSIX.
forks() { passes 3 forked 12; }
check 'ranks that fork between messages, 3 ranks' forks 600

spawn() {
    build spawn
    job 2 $work/spawn
    expect_status 0
    expect_line 'spawn: ok'
    ! grep -q ' mosrun=no ' $work/census || fail "a rank was not under mosrun: $(cat $work/census)"
}
check 'MPI_Comm_spawn of 2 ranks, twice' spawn 300

# busy_share: for how many percent of 15 seconds this machine's processors computed.
busy_share() {
    local before
    before=$(grep '^cpu ' /proc/stat)
    sleep 15
    { echo "$before" && grep '^cpu ' /proc/stat; } |
        awk '{ busy[NR] = $2 + $3 + $4 + $7 + $8; idle[NR] = $5 + $6 }
            END { b = busy[2] - busy[1]; printf "%.1f\n", 100 * b / (b + idle[2] - idle[1]) }'
}

# busy_waiting MODE: the same while one rank sleeps and the other waits for its message.
busy_waiting() {
    mpirun -n 2 --mca btl mosix,self --mca btl_mosix_wait "$1" $work/waits recv 60000 \
        >$work/waiting 2>&1 </dev/null &
    # With Open MPI 5, the ranks take 20 seconds to start.
    sleep 35
    busy_share
    wait $! || fail "the job ended with $?: $(cat $work/waiting)"
}

# The figures stay in the share.
waiting() {
    build waits
    none=$(busy_share)
    asleep=$(busy_waiting auto)
    spinning=$(busy_waiting spin)
    echo "busy without a job $none %, while a rank waits $asleep %, while it spins $spinning %" |
        tee waiting-seen
    awk "BEGIN { exit !($asleep - $none < 0.2 * ($spinning - $none)) }"
}
check 'a rank that waits leaves the processor to others' waiting 300

conclude
