#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# mosrun within mosrun: what the inner one keeps, and what it may change.

setup() {
    load mosrun.bash
    mosrun_setup
    manual_of_2009
}

@test "the options of the manual's list are kept" {
    run_mosrun -e -L -G3 -J7 -m9 -d5 -c -t "$mosrun" env
    assert_equal "$(variable MOSIX_EMULATOR_SYSCALLS)" error
    assert_equal "$(variable MOSIX_EMULATOR_LOCK)" 1
    assert_equal "$(variable MOSIX_EMULATOR_CLASS)" 3
    assert_equal "$(variable MOSIX_EMULATOR_JOBID)" 7
    assert_equal "$(variable MOSIX_EMULATOR_MEMORY)" 9
    assert_equal "$(variable MOSIX_EMULATOR_DECAY)" 5
    assert_equal "$(variable MOSIX_EMULATOR_COUNT)" 0
    assert_equal "$(variable MOSIX_EMULATOR_LOCALTIME)" 1
}

@test "the inner options win" {
    run_mosrun -e -L -G3 -J7 -m9 -d5 -c -t "$mosrun" -w -l -G0 -J8 -m10 -d6 -n -T env
    assert_equal "$(variable MOSIX_EMULATOR_SYSCALLS)" report
    assert_equal "$(variable MOSIX_EMULATOR_LOCK)" 0
    assert_equal "$(variable MOSIX_EMULATOR_CLASS)" 0
    assert_equal "$(variable MOSIX_EMULATOR_JOBID)" 8
    assert_equal "$(variable MOSIX_EMULATOR_MEMORY)" 10
    assert_equal "$(variable MOSIX_EMULATOR_DECAY)" 6
    assert_equal "$(variable MOSIX_EMULATOR_COUNT)" 1
    assert_equal "$(variable MOSIX_EMULATOR_LOCALTIME)" 0
}

@test "other options are not kept" {
    export MOSIX_EMULATOR_LOG=$BATS_TEST_TMPDIR/log
    run_mosrun -F -A5 -z "$mosrun" mosrun -e true
    assert_success
    run tail -n 1 "$MOSIX_EMULATOR_LOG"
    assert_output --partial "argv=('mosrun' '-e' 'true')"
    assert_output --partial 'accepted-only=()'
}

@test "-e and -w inside -u" {
    run_mosrun -u "$mosrun" -e "$probes/probe_map"
    assert_success
    assert_output $'read-only: private\nvalidated: private\nwritable: ENOSYS'
    run_mosrun -u "$mosrun" -w "$probes/probe_map"
    assert_success
    assert_line 'MOSRUN: Shared memory (MAP_SHARED) not supported under MOSIX'
}

@test "-u inside -e kills" {
    run_mosrun -e "$mosrun" -u "$probes/probe_map"
    assert_failure 159
    assert_output --partial 'MOSRUN: Shared memory (MAP_SHARED) not supported under MOSIX'
}

@test "-w inside -e reports, -e inside -w does not" {
    run_mosrun -e "$mosrun" -w "$probes/probe_map"
    assert_line 'MOSRUN: Shared memory (MAP_SHARED) not supported under MOSIX'
    run_mosrun -w "$mosrun" -e "$probes/probe_map"
    refute_output --partial MOSRUN
    assert_line 'writable: ENOSYS'
}

@test "an equal inner mosrun adds no filter of its own" {
    local count='sed -n s/^Seccomp_filters:.//p /proc/self/status'
    grep -q '^Seccomp_filters' /proc/self/status || skip 'this kernel does not count filters'
    # One filter of mosrun, and one for each program that has the library: mosrun, mosrun and sed.
    run_mosrun -e "$mosrun" "$mosrun" $count
    assert_output 4
    run_mosrun -e "$mosrun" -w "$mosrun" -w $count
    assert_output 5
}

@test "what cannot be undone is said" {
    run_mosrun -e "$mosrun" -E "$probes/probe_static"
    assert_line --partial "the outer mosrun's discipline (modern:error:refuse) stays in force"
    assert_line 'epoll: ENOSYS'
    run_mosrun -e env MOSIX_EMULATOR_DISCIPLINE=off "$mosrun" true
    assert_line --partial 'stays in force'
    run_mosrun -e env MOSIX_EMULATOR_THREADS=allow "$mosrun" true
    assert_line --partial 'stays in force'
}

@test "a native batch job inside has no mailbox" {
    run_mosrun -e "$mosrun" -E env
    refute_line --partial MOSIX_EMULATOR_RUN
    refute_line --partial LD_PRELOAD
}

@test "a setting that mosrun never writes is refused" {
    export MOSIX_EMULATOR_RUN=127.0.0.1
    MOSIX_EMULATOR_LOCK=2 complains "MOSIX_EMULATOR_LOCK='2'" true
    MOSIX_EMULATOR_SYSCALLS=x complains "MOSIX_EMULATOR_SYSCALLS='x'" true
}

@test "settings without an outer mosrun mean nothing" {
    MOSIX_EMULATOR_LOCK=1 MOSIX_EMULATOR_SYSCALLS=report run_mosrun env
    assert_equal "$(variable MOSIX_EMULATOR_LOCK)" 0
    assert_equal "$(variable MOSIX_EMULATOR_SYSCALLS)" kill
}
