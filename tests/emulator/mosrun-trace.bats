#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# MOSIX_EMULATOR_TRACED=1: the program is stopped at every system call, and they are counted.

setup() {
    load mosrun.bash
    load running.bash
    mosrun_setup
    export MOSIX_EMULATOR_TRACED=1
    probe=$probes/probe_parent
    counts=$BATS_TEST_TMPDIR/counts
}

# in_both_profiles COMMAND...: in 4.4.3 and in 2009, which is in $MOSIX_EMULATOR_PROFILE.
in_both_profiles() {
    local profile
    for profile in 4.4.3 2009; do
        use_profile "$profile"
        rm -f "$counts"
        "$@"
    done
}

# counted NAME: how often all programs made that call.
counted() {
    awk -F '\t' -v name="$1" '$4 == name { sum += $5 } END { print sum + 0 }' "$counts"
}

counts_on_standard_error() {
    run_mosrun -e "$probe" getppid 1234
    assert_success
    assert_line --regexp '^mosrun: emulator: rank -, process [0-9]+: [0-9]+ system calls of 1 processes in '
    assert_line --regexp '^mosrun: emulator: rank -: +1234 getppid$'
}

@test "the counts go to standard error, the most frequent call first" {
    in_both_profiles counts_on_standard_error
}

counts_in_file() {
    export OMPI_COMM_WORLD_RANK=7
    MOSIX_EMULATOR_TRACE_FILE=$counts run_mosrun -e "$probe" getppid 1000
    assert_success
    refute_output --partial emulator
    MOSIX_EMULATOR_TRACE_FILE=$counts run_mosrun -e "$probe" getppid 500
    assert_equal "$(counted getppid)" 1500
    assert_equal "$(cut -f 1 "$counts" | sort -u)" 7
    assert_equal "$(cut -f 2 "$counts" | sort -u | wc -l)" 2
    assert_equal "$(awk -F '\t' '$4 == "getppid" { print $3 }' "$counts" | sort -u)" 110
    assert_equal "$(awk -F '\t' 'NF != 5' "$counts")" ''
}

@test "the counts of several ranks go to a file, by rank and process" {
    in_both_profiles counts_in_file
}

counts_of_children() {
    MOSIX_EMULATOR_TRACE_FILE=$counts run_mosrun -e sh -c \
        "'$probe' getppid 300; ('$probe' getppid 40 & wait); exit 5"
    assert_failure 5
    # The shell may ask as well.
    (($(counted getppid) >= 340 && $(counted getppid) <= 350)) || fail "$(counted getppid)"
    (($(counted execve) >= 2)) || fail "$(counted execve)"
}

@test "children are traced as well, and the exit status is kept" {
    in_both_profiles counts_of_children
}

counts_of_threads() {
    MOSIX_EMULATOR_THREADS=allow MOSIX_EMULATOR_TRACE_FILE=$counts run_mosrun -e "$probes/probe_threads"
    assert_success
    assert_output joined
    (($(counted clone) + $(counted clone3) >= 1)) || fail 'no clone'
}

@test "threads are traced as well" {
    in_both_profiles counts_of_threads
}

ends() {
    local number
    for number in 0 1 7 255; do
        run_mosrun -e sh -c "exit $number"
        assert_equal "$status" "$number"
    done
    for number in 1 3 6 11 15 34 64; do
        run -$((128 + number)) bash -c '"$1" -e sh -c "kill -$2 \$\$"; exit $?' - "$mosrun" "$number"
    done
}

@test "exit status and signals pass" {
    in_both_profiles ends
}

trapped_calls() {
    run_mosrun -w "$probes/probe_signals"
    assert_success
    assert_line 'own handler seen: yes'
    run_mosrun -e "$probes/mail_call" print-home
    assert_success
    assert_line 127.0.0.1
}

@test "the filter and its signal work together with the tracer" {
    use_profile 2009
    MOSIX_EMULATOR_TRACE_FILE=$counts trapped_calls
}

# begin_traced PROGRAM...: as begin, and its system calls are counted in $counts.
begin_traced() {
    MOSIX_EMULATOR_TRACE_FILE=$counts begin "$@"
}

handled_signals() {
    begin_traced "$probe" signals
    grep -q "^TracerPid:.$mosrun_pid\$" "/proc/$program_pid/status"
    kill -USR1 "$mosrun_pid"
    eventually grep -qx 'got 10' "$said"
    kill -INT "$program_pid"
    eventually grep -qx 'got 02' "$said"
    kill -TERM "$mosrun_pid"
    ends_with 0
}

@test "signals reach the program through its tracer" {
    in_both_profiles handled_signals
}

@test "stops and goes on with mosrun, and by TSTP" {
    use_profile 4.4.3
    begin_traced "$probe" compute
    kill -STOP "$mosrun_pid"
    eventually is_in '[Tt]' "$program_pid"
    kill -CONT "$mosrun_pid"
    eventually is_in R "$program_pid"
    kill -TSTP "$mosrun_pid"
    eventually is_in T "$mosrun_pid"
    eventually is_in '[Tt]' "$program_pid"
    kill -CONT "$mosrun_pid"
    eventually is_in R "$program_pid"
    kill -TERM "$mosrun_pid"
    ends_with 0
}

@test "SIGKILL to mosrun or to the program" {
    use_profile 4.4.3
    begin_traced "$probe" signals
    kill -KILL "$mosrun_pid"
    ends_with 137
    begin_traced "$probe" signals
    kill -KILL "$program_pid"
    ends_with 1
    assert_equal "$(<"$errors")" 'MOSRUN: Error 100, No such process'
}

@test "children that outlive the program run on without the tracer" {
    use_profile 4.4.3
    local later=$BATS_TEST_TMPDIR/later
    MOSIX_EMULATOR_TRACE_FILE=$counts run_mosrun -e sh -c \
        "(sleep 0.5; echo later >'$later') >/dev/null 2>&1 & exit 4"
    assert_failure 4
    [ ! -e "$later" ]
    eventually test -s "$later"
}

@test "a call of a traced program costs at least five times as much" {
    local traced untraced try
    use_profile 2009
    # The best of three, as other programs run beside.
    for try in 1 2 3; do
        MOSIX_EMULATOR_TRACE_FILE=$counts run_mosrun -e "$probe" getppid 20000
        ((${traced:=$output} <= output)) || traced=$output
        MOSIX_EMULATOR_TRACED=0 run_mosrun -e "$probe" getppid 20000
        ((${untraced:=$output} <= output)) || untraced=$output
    done
    ((traced >= 5 * untraced)) || fail "$traced ns traced, $untraced ns not"
}

@test "another value, and a file that cannot be written" {
    use_profile 4.4.3
    MOSIX_EMULATOR_TRACED=yes complains "MOSIX_EMULATOR_TRACED='yes' is unknown; expected 0 or 1" true
    MOSIX_EMULATOR_TRACE_FILE=/nowhere/counts run_mosrun -e true
    assert_success
    assert_output "mosrun: cannot append to MOSIX_EMULATOR_TRACE_FILE='/nowhere/counts': No such file or directory"
}

@test "mosrun inside of a traced one is traced by that" {
    use_profile 2009
    MOSIX_EMULATOR_TRACE_FILE=$counts run_mosrun -e "$mosrun" "$probe" getppid 700
    assert_success
    assert_equal "$(counted getppid)" 700
    assert_equal "$(cut -f 2 "$counts" | sort -u | wc -l)" 1
}
