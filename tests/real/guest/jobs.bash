# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2034,SC2086,SC2154 # runner.bash and this file share variables
#
# Jobs that run in the background while a check does something to them.

# start RANKS PROGRAM ARGUMENT...: mpirun in the background, its output in $work/job.out; waits until
# its ranks are there.
start() {
    local try ranks=$1
    shift
    mpirun -n "$ranks" --mca btl mosix,self "$@" >$work/job.out 2>$work/job.err </dev/null &
    job=$!
    for ((try = 0; try < 240; try++)); do
        [ "$(grep -c ready $work/job.out)" -lt "$ranks" ] || return 0
        sleep 0.5
    done
    fail "the ranks did not start: $(cat $work/job.out $work/job.err)"
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
