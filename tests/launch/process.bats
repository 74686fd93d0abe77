#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The launcher: how a rank under mosrun ends or fails, its signals and its input are the same as
# with Open MPI's own launcher.

load ../lib/launch.bash

setup() {
    launch_setup
}

# same_as_stock MPIRUN-ARGUMENT...: status and output are those of Open MPI's own launcher. PIDs and
# job numbers may differ, and so may the number and name of an error: Open MPI takes these sometimes
# from the launcher and sometimes from the process that failed.
same_as_stock() {
    local plain='s/[0-9][0-9]*/N/g; /^Error \(code\|name\):/d'
    run stock timeout --kill-after=5 30 mpirun "$@" </dev/null
    local stock_status=$status stock_output
    stock_output=$(sed "$plain" <<<"$output")
    run_mpirun "$@"
    assert_equal "$(sed "$plain" <<<"$output")" "$stock_output"
    assert_equal "$status" "$stock_status"
}

# A rank that ends at once may end before Open MPI knows that the job runs. mpirun then sometimes
# prints less.
late='sleep 0.5; '

@test "exit status and signal numbers reach mpirun" {
    for code in 0 1 7 255; do
        run_mpirun -n 1 sh -c "exit $code"
        assert_equal "$status" "$code"
    done
    same_as_stock -n 1 sh -c "$late exit 3"
    same_as_stock -n 1 sh -c "$late kill -SEGV \$\$"
    same_as_stock -n 1 sh -c "$late kill -KILL \$\$"
}

@test "a rank killed with SIGKILL ends the job, and mpirun names it" {
    run_mpirun -n 3 sh -c "$late"'[ "$OMPI_COMM_WORLD_RANK" != 1 ] || kill -KILL $$; sleep 25'
    assert_failure
    assert_output --partial 'process rank 1 with PID'
    assert_output --partial 'signal 9 (Killed)'
}

@test "missing programs and directories get the messages of Open MPI's own launcher" {
    same_as_stock -n 2 no-such-program
    same_as_stock -n 2 ./no-such-program
    same_as_stock -n 2 --wdir /no/such/directory true
    # Of the others PRRTE says "Broken pipe", and mosrun what they are.
    ! is_series_5 || return 0
    same_as_stock -n 1 /etc
    echo text >"$work/plain"
    same_as_stock -n 1 "$work/plain"
    printf '#!/no/such/interpreter\n' >"$work/orphan"
    chmod +x "$work/orphan"
    same_as_stock -n 1 "$work/orphan"
    assert_output --partial 'has a bad interpreter on the first line'
    assert_no_starts
}

@test "a starter that cannot be executed is named" {
    printf '#!/no/such/interpreter\n' >"$work/bin/mosrun"
    run_mpirun -n 1 echo 'a rank runs'
    assert_failure
    assert_output --partial "Program: $work/bin/mosrun"
    assert_output --partial 'To run:'
    refute_output --partial 'a rank runs'
}

@test "the working directory is the one asked for" {
    mkdir "$work/a directory"
    run_mpirun -n 1 --wdir "$work/a directory" sh -c 'pwd; echo "$PWD"'
    assert_success
    assert_output "$work/a directory"$'\n'"$work/a directory"
}

@test "ranks inherit no descriptor" {
    run_mpirun -n 1 bash -c 'ls -1 /proc/$$/fd; true'
    assert_success
    assert_output $'0\n1\n2'
    run_mpirun -n 1 -x OMPI_MCA_odls_mosix_enable=never bash -c 'ls -1 /proc/$$/fd; true'
    assert_output $'0\n1\n2'
}

@test "the daemon keeps no more descriptors than with Open MPI's own launcher, and two to listen to each rank" {
    local counting=(-n 9 sh -c 'sleep 1; ls /proc/$PPID/fd | wc -l')
    run stock timeout 30 mpirun --oversubscribe "${counting[@]}"
    local expected
    expected=$(sort -un <<<"$output" | tail -1)
    exec 8</dev/null 9</dev/null
    run_mpirun --oversubscribe "${counting[@]}"
    exec 8<&- 9<&-
    # It inherits two more from this test.
    is_series_5 || expected=$((expected + 18))
    assert_equal "$(sort -un <<<"$output" | tail -1)" $((expected + 2))
}

@test "output with timestamps, and recovery, as with Open MPI's own launcher" {
    run_mpirun -n 1 --timestamp-output --tag-output echo text
    assert_output --regexp '^\[?[A-Z][a-z]{2} [A-Z][a-z]{2} .*[0-9]{4}\]?\[1,0\]<stdout>: ?text$'
    same_as_stock -n 2 --enable-recovery --max-restarts 1 \
        sh -c "$late"'[ "$OMPI_COMM_WORLD_RANK" != 1 ] || kill -KILL $$; sleep 1; echo done'
}

@test "standard input goes to rank 0, output is tagged and filed as with Open MPI's own launcher" {
    run timeout 30 mpirun -n 2 sh -c 'sed "s/^/$OMPI_COMM_WORLD_RANK got /"' <<<'some input'
    assert_output '0 got some input'
    run_mpirun -n 1 --tag-output echo text
    assert_output --regexp '^\[1,0\]<stdout>: ?text$'
    if ! is_series_5; then # of which 5.0.7 says PMIX_ERR_IOF_FAILURE, also without us
        run_mpirun -n 1 --output-filename "$work/out" sh -c 'echo text; echo error >&2'
        assert_success
        assert_equal "$(cat "$work"/out/1/rank.0/stdout)" text
        assert_equal "$(cat "$work"/out/1/rank.0/stderr)" error
    fi
    run_mpirun -n 1 --timeout 1 sleep 20
    assert_failure
    assert_output --partial 'Timeout: 1 seconds'
}

# start_job COMMAND...: mpirun in the background as $job, with two ranks whose PIDs are in "pids".
start_job() {
    : >"$work/pids"
    mpirun -n 2 bash -c 'echo $$ >>"$0"; exec "$@"' "$work/pids" "$@" >"$work/log" 2>&1 3>&- &
    job=$!
    for ((tenths = 100; tenths > 0; tenths--)); do
        (($(wc -l <"$work/pids") < 2)) || return 0
        sleep 0.1
    done
    kill -KILL "$job"
    fail "the ranks did not start: $(cat "$work/log")"
}

# wait_until_gone PID...: within 10 seconds.
wait_until_gone() {
    for ((tenths = 100; tenths > 0; tenths--)); do
        kill -0 "$@" 2>/dev/null || return 0
        sleep 0.1
    done
    fail "still there: $*"
}

@test "an interrupted or ended mpirun leaves no rank behind" {
    for number in TERM INT; do
        start_job sleep 60
        kill -"$number" "$job"
        # shellcheck disable=SC2046 # one word per PID
        for pid in $(cat "$work/pids"); do
            wait_until_gone "$pid"
        done
        wait "$job" || true
    done
}

@test "what a rank started is ended with it" {
    start_job bash -c 'sleep 61 & echo $! >>"$0"; wait' "$work/pids"
    sleep 0.5
    kill -TERM "$job"
    for pid in $(cat "$work/pids"); do
        wait_until_gone "$pid"
    done
    wait "$job" || true
}

@test "user signals are forwarded; a forwarded stop is SIGTSTP, never SIGSTOP" {
    # shellcheck disable=SC2016 # for the inner shell
    start_job bash -c 'trap "echo USR1 >>\"$0\"" USR1; trap "echo TSTP >>\"$0\"" TSTP
        for ((i = 0; i < 300; i++)); do sleep 0.1; done' "$work/got"
    sleep 0.5
    kill -USR1 "$job"
    local last=USR1 got=' 2 USR1;'
    # PRRTE makes SIGSTOP of it.
    if ! is_series_5; then
        kill -TSTP "$job"
        last=TSTP got=' 2 TSTP; 2 USR1;'
    fi
    for ((tenths = 100; tenths > 0; tenths--)); do
        [ "$(grep -c "$last" "$work/got" 2>/dev/null)" != 2 ] || break
        sleep 0.1
    done
    kill -CONT "$job"
    kill -TERM "$job"
    wait "$job" || true
    assert_equal "$(sort "$work/got" | uniq -c | tr -s ' ' | tr '\n' ';')" "$got"
}

@test "60 ranks, started by several threads" {
    # Open MPI's own launcher sometimes hangs when so many ranks end while others are started.
    run_mpirun -n 60 sh -c 'sleep 2; echo "rank $OMPI_COMM_WORLD_RANK"'
    assert_success
    assert_equal "$(sort -u <<<"$output" | wc -l)" 60
    assert_equal "$(wc -l <"$STARTS")" 60
}
