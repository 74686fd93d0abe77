# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC1091,SC2086,SC2154,SC2034,SC2317,SC2016,SC2009 # runner.bash and they share variables
#
# Ranks that are moved between two nodes of real MOSIX while they talk. Wants two nodes. Each
# message is checked by its receiver; a rank is moved out and home by hand, again and again.
#
# MOVES   how often in the long check [100]
# REST    seconds from the end of a move to the next order [8]
. ./runner.bash
. ./jobs.bash
. ./moving.bash

MOVES=${MOVES:-100}
REST=${REST:-8}

# start_ranks COUNT: they exchange messages of 3000 bytes until rank 0 gets SIGUSR2. MOSIX itself
# does not move them: otherwise it sends a rank that came home away again at once.
start_ranks() {
    build longrun
    background -n "$1" --mca btl mosix,self --mca odls_mosix_migration_lock 1 $work/longrun 3600
    await_lines "$1" $work/job.out ready
}

# pid_of RANK
pid_of() {
    sed -n "s/^longrun: rank $1, pid \([0-9]*\), ready\$/\1/p" $work/job.out
}

# end_job: early, by rank 0, and every message was right.
end_job() {
    kill -USR2 "$(pid_of 0)"
    finish 120
    expect_status 0
    expect_line "longrun: ok, $1 ranks"
}

# travel MOVES RANK...: these ranks in turn, each out and then home.
travel() {
    local moves=$1 done=0 rank
    shift
    while [ $done -lt "$moves" ]; do
        for to in node2 home; do
            for rank do
                [ $done -lt "$moves" ] || break
                (move "$(pid_of "$rank")" $to) || fail "$done moves before went well"
                done=$((done + 1))
                sleep "$REST"
            done
        done
    done
    echo "$done moves"
}

one_rank() {
    start_ranks 2
    travel 2 1
    end_job 2
}
check 'a rank moves out and home while it talks' one_rank

both_ranks() {
    start_ranks 2
    travel 4 0 1
    end_job 2
}
check 'both ranks move out and home while they talk' both_ranks

started_away() {
    build longrun
    run mpirun -n 2 --mca btl mosix,self --mca odls_mosix_remote_host_list node1,node2 \
        $work/longrun 10
    expect_status 0
    expect_line 'longrun: ok, 2 ranks'
}
check 'a rank that was started on the other node' started_away

many_moves() {
    start_ranks 2
    travel "$MOVES" 1
    end_job 2
}
check "$MOVES moves of a rank while it talks" many_moves 3000

conclude
