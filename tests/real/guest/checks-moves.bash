# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC1091,SC2086,SC2154,SC2034,SC2317,SC2016,SC2009 # runner.bash and they share variables
#
# Ranks that are moved between two nodes of real MOSIX while they talk. Wants two nodes. Each
# message is checked by its receiver; a rank is moved out and home by hand, again and again.
#
# MOVES   how often in the long check [100]
# REST    seconds from the end of a move to the next order [8]
. ./runner.bash

MOVES=${MOVES:-100}
REST=${REST:-8}

# start_ranks COUNT: they exchange messages of 3000 bytes until rank 0 gets SIGUSR2. MOSIX itself
# does not move them: otherwise it sends a rank that came home away again at once.
start_ranks() {
    local try
    build longrun
    mpirun -n "$1" --mca btl mosix,self --mca odls_mosix_migration_lock 1 $work/longrun 3600 >$work/out 2>$work/err </dev/null &
    job=$!
    for ((try = 0; try < 120; try++)); do
        [ "$(grep -c ready $work/out)" -lt "$1" ] || return 0
        sleep 0.5
    done
    fail "the ranks did not start: $(cat $work/out $work/err)"
}

# pid_of RANK
pid_of() {
    sed -n "s/^longrun: rank $1, pid \([0-9]*\), ready\$/\1/p" $work/out
}

# shown PID COLUMN: what mosps -n has there; empty when the process has ended. While a process is
# on its way, mosps leaves it out now and then.
shown() {
    local try found
    for ((try = 0; try < 20; try++)); do
        found=$(mosps -n | awk -v pid="$1" -v column="$2" '$1 == pid { print $column }')
        [ -z "$found" ] || break
        sleep 0.25
    done
    echo "$found"
}

# place_of PID: here, or the number of the node where it runs.
place_of() {
    shown "$1" 2
}

number_of_moves() {
    shown "$1" 5
}

# move PID node2|home: waits until it has arrived there, at most a minute.
move() {
    local try place before
    before=$(number_of_moves "$1")
    mosmigrate "$1" "$2" || fail "mosmigrate $1 $2 was refused"
    for ((try = 0; try < 240; try++)); do
        place=$(place_of "$1")
        [ -n "$place" ] || fail "process $1 ended on its way to $2: $(tail -n 12 $work/err)"
        case $2,$place in
        home,here | node2,2) [ "$(number_of_moves "$1")" = "$before" ] || return 0 ;;
        esac
        sleep 0.25
    done
    fail "process $1 is at '$place' a minute after it was told to go to $2"
}

# end_job: early, by rank 0, and every message was right.
end_job() {
    local try
    kill -USR2 "$(pid_of 0)"
    for ((try = 0; try < 240; try++)); do
        kill -0 "$job" 2>/dev/null || break
        sleep 0.5
    done
    ! kill -0 "$job" 2>/dev/null || fail "the job did not end: $(mosps) $(cat $work/err)"
    wait "$job" || fail "the job ended with $?: $(cat $work/out $work/err)"
    grep -q "longrun: ok, $1 ranks" $work/out || fail "messages were wrong: $(cat $work/out $work/err)"
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

# What MOSIX does by itself: processes without MPI, and nothing of ours preloaded but what glibc needs.
# start_movers WHAT
start_movers() {
    local malloc=''
    gcc -D_GNU_SOURCE -O1 -pthread -o $work/movers movers.c || fail 'movers.c could not be built'
    [ "$(getconf GNU_LIBC_VERSION)" = 'glibc 2.31' ] ||
        malloc=-aLD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2
    # shellcheck disable=SC2086 # nothing, or one option
    mosrun -h -L -e $malloc ${malloc:+-aGLIBC_TUNABLES=glibc.pthread.rseq=0} $work/movers "$1" \
        >$work/out 2>$work/err </dev/null &
    sleep 5
}

# movers_move WHAT PAUSE: the first process, out and home in turn, PAUSE seconds apart.
movers_move() {
    local pids done
    start_movers "$1"
    mapfile -t pids < <(processes | awk '{ print $1 }')
    for ((done = 0; done < MOVES; done++)); do
        (move "${pids[0]}" "$([ $((done % 2)) -eq 0 ] && echo node2 || echo home)") ||
            fail "$done moves before went well"
        sleep "$2"
    done
    kill -0 "${pids[@]}" 2>/dev/null || fail "one of the processes has ended: $(cat $work/err)"
    kill -KILL "${pids[@]}"
}
compute_moves() { movers_move compute 1; }
sleep_moves() { movers_move sleep 1; }
clock_moves() { movers_move clock 1; }
signals_moves() { movers_move signals 1; }
spin_moves() { movers_move spin "$REST"; }
wait_moves() { movers_move wait "$REST"; }
talk_moves() { movers_move talk "$REST"; }
check "$MOVES moves of a process that computes, without MPI" compute_moves 3000
check "$MOVES moves of a process that sleeps, without MPI" sleep_moves 3000
check "$MOVES moves of a process that looks at the clock, without MPI" clock_moves 3000
check "$MOVES moves of a process with a signal every 2 ms, without MPI" signals_moves 3000
check "$MOVES moves of a process that waits for messages in ppoll, without MPI" wait_moves 3000
check "$MOVES moves of a process that polls its mailbox, without MPI" spin_moves 3000
check "$MOVES moves of a process that does as a rank does, without MPI" talk_moves 3000

many_moves() {
    start_ranks 2
    travel "$MOVES" 1
    end_job 2
}
check "$MOVES moves of a rank while it talks" many_moves 3000

conclude
