# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2034,SC2086,SC2154 # runner.bash and this file share variables
#
# Jobs that run in the background while a check does something to them.

# background OPTION...: mpirun, its PID in $job, its output in $work/job.out.
background() {
    : >$work/job.out
    mpirun "$@" >$work/job.out 2>$work/job.err </dev/null &
    job=$!
}

# await_lines COUNT FILE [WORD [SECONDS]]: until so many lines of the file have the word, at most a minute
# or so many seconds.
await_lines() {
    local try
    touch "$2"
    for ((try = 0; try < 2 * ${4:-60}; try++)); do
        [ "$(grep -c "${3:-^}" "$2")" -lt "$1" ] || return 0
        sleep 0.5
    done
    fail "the ranks did not start: $(cat $work/job.out $work/job.err)"
}

# start RANKS PROGRAM ARGUMENT...: the same; waits until its ranks are there, at most two minutes.
start() {
    local ranks=$1
    shift
    background -n "$ranks" --mca btl mosix,self "$@"
    await_lines "$ranks" $work/job.out ready 120
}

# finish SECONDS: how the job ended, within that time.
finish() {
    local start=$SECONDS
    while kill -0 "$job" 2>/dev/null; do
        [ $((SECONDS - start)) -lt "$1" ] || fail "mpirun still runs after $1 s: $(cat $work/job.err)"
        sleep 0.5
    done
    wait "$job"
    status=$?
    seconds=$((SECONDS - start))
    output=$(cat $work/job.out)
    errors=$(cat $work/job.err)
}

# await_place RANK PLACE [HOSTS]: until ps shows it there, at most a minute. With options for other
# hosts, its table has one column more.
await_place() {
    local try more=${3:+1}
    for ((try = 0; try < 60; try++)); do
        run openmpi-mosix ps ${3:-}
        ! awk -v rank="$1" -v place="$2" -v more="${more:-0}" \
            '$(2 + more) == rank && $(4 + more) == place { found = 1 } END { exit !found }' \
            <<<"$output" || return 0
        sleep 1
    done
    fail "rank $1 is not at $2 after a minute: $(show)"
}

# start_lonely RANKS SECONDS [OPTION]...: rank 0 waits so long for the others, which compute; MOSIX moves
# none.
start_lonely() {
    local ranks=$1 time=$2
    shift 2
    build lonely
    start "$ranks" --mca odls_mosix_migration_lock 1 "$@" $work/lonely "$time"
}
