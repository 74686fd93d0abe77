#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# What cooperative threads cannot do: documented errors and warnings, never silence.

load coop.bash
load ../lib/processes.bash

setup() {
    coop_setup
    export MOSIX_COOP_PATIENCE=1
}

# cpu_ticks PID: the processor's time that it has used, in hundredths of a second.
cpu_ticks() {
    sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk '{ print $12 + $13 }'
}

# hangs PROBE [quiet]: runs it until it has warned, or, if it must be quiet, until it has used far more
# time of a processor than a warning needs; $output is what it said. It must not have ended by itself.
# How long that takes depends on what else the machine does.
hangs() {
    local said=$BATS_TEST_TMPDIR/said.$1 tenths pid
    LD_PRELOAD=$library "$probes/probe_hostile" "$1" >"$said" 2>&1 </dev/null 3>&- &
    pid=$!
    for ((tenths = 0; tenths < 1800; tenths++)); do
        if [ -z "${2:-}" ]; then
            ! grep -q libmosix-coop: "$said" || break
        else
            (($(cpu_ticks $pid) + 0 < 300)) || break
        fi
        kill -0 $pid || break
        sleep 0.1
    done
    sleep 1
    kill -KILL $pid || fail "the probe has ended: $(cat "$said")"
    wait $pid || true
    ((tenths < 1800)) || fail "nothing happened within 180 seconds: $(cat "$said")"
    output=$(cat "$said")
}

# warned TEXT: exactly one warning, with that text and the remedy.
warned() {
    assert_output --partial "$1"
    assert_output --partial '--mca odls_mosix_enable never'
    assert_equal "$(grep -c libmosix-coop: <<<"$output")" 1
}

@test "what cannot be honoured gets its documented error" {
    with_coroutines "$probes/probe_hostile" refused
    assert_success
    refute_output --partial libmosix-coop
}

@test "threads that are not made by pthread_create are refused with a reason" {
    with_coroutines "$probes/probe_hostile" raw-threads
    assert_success
    warned 'makes a thread by clone() and not by pthread_create()'
}

@test "a helper that waits for a flag is named" {
    hangs helper-spins
    warned 'the thread that started in spin_until_flag (probe_hostile) has computed for 1 s'
}

@test "a main program that waits for a flag is named" {
    hangs main-spins
    warned 'the main program has computed for 1 s, now in spin_in_main (probe_hostile)'
}

@test "a main program that waits for a flag of a helper that sleeps or reads is named" {
    for probe in main-spins-for-sleeper main-spins-for-reader; do
        hangs "$probe"
        warned 'the main program has computed for 1 s, now in spin_in_main (probe_hostile)'
    done
}

@test "the same in a rank whose daemon is known, as the launching component starts it" {
    export MOSIX_COOP_DAEMON=$$
    for probe in main-spins main-spins-for-sleeper main-spins-for-reader; do
        hangs "$probe"
        warned 'the main program has computed for 1 s, now in spin_in_main (probe_hostile)'
    done
}

@test "a rank that was warned ends when its daemon does" {
    local said=$BATS_TEST_TMPDIR/said daemon pid
    sleep 1000 3>&- &
    daemon=$!
    MOSIX_COOP_DAEMON=$daemon LD_PRELOAD=$library timeout -k 5 180 \
        "$probes/probe_hostile" main-spins-for-closed >"$said" 2>&1 </dev/null 3>&- &
    pid=$!
    until grep -q libmosix-coop: "$said"; do
        kill -0 $pid || fail "the probe has ended: $(cat "$said")"
        sleep 0.1
    done
    kill $daemon
    status=0
    wait $pid || status=$?
    assert_equal "$status" 1
}

@test "a rank that waits in the kernel ends when its daemon does, though its connection closes later" {
    local pid
    # The library is the program's alone.
    "$probes/daemon" env LD_PRELOAD="$library" "$probes/probe_hostile" main-waits \
        >"$BATS_TEST_TMPDIR/pid" 3>&-
    pid=$(cat "$BATS_TEST_TMPDIR/pid")
    for _ in {1..200}; do
        is_alive "$pid" || return 0
        sleep 0.1
    done
    kill -KILL "$pid"
    fail 'it still waits'
}

@test "the watchdog speaks where handlers are called as MOSIX calls them" {
    with_coroutines "$probes/probe_handlers"
    [ "$status" -ne 77 ] || skip "$output"
    assert_success
    warned 'the main program has computed for 1 s, now in spin_in_main (probe_handlers)'
}

@test "a main program that computes while helpers have nothing to do gets no warning" {
    with_coroutines "$probes/probe_hostile" main-computes
    assert_success
    refute_output --partial libmosix-coop
}

@test "threads that wait for each other are reported" {
    hangs stuck
    warned 'for 1 s all 2 threads of this process have waited for each other'
}

@test "patience 0 means no warning" {
    MOSIX_COOP_PATIENCE=0 hangs helper-spins quiet
    refute_output --partial libmosix-coop
}

@test "a patience that is not a number is reported, and the default is used" {
    MOSIX_COOP_PATIENCE=-1 with_coroutines "$probes/probe_hostile" refused
    assert_success
    assert_output --partial 'MOSIX_COOP_PATIENCE is "-1", but must be a number of seconds'
}

@test "a stack that overflows hits its guard page" {
    with_coroutines "$probes/probe_hostile" overflow
    assert_equal "$status" 139
}

@test "the watchdog's timer does not follow into another program" {
    with_coroutines "$probes/probe_hostile" exec
    assert_success
}

@test "a program keeps its own virtual timer" {
    with_coroutines "$probes/probe_hostile" own-timer
    assert_success
}

# openmp COMPILER
openmp() {
    command -v "$1" >/dev/null || skip "no $1"
    "$1" -fopenmp -o "$BATS_TEST_TMPDIR/openmp" "$top_srcdir/tests/coop/probe_openmp.c" ||
        skip "no OpenMP for $1"
    OMP_NUM_THREADS=1 with_coroutines "$BATS_TEST_TMPDIR/openmp"
    assert_success
    assert_output 'sum 500500'
    OMP_NUM_THREADS=2 with_coroutines "$BATS_TEST_TMPDIR/openmp"
    assert_failure
    assert_output --partial 'Set OMP_NUM_THREADS=1'
    assert_output --partial '--mca odls_mosix_enable never'
}

@test "OpenMP with one thread runs, with two it is refused and explained" {
    openmp gcc
    assert_output --partial 'Resource temporarily unavailable'
}

@test "the same with the OpenMP of clang" {
    openmp clang
}
