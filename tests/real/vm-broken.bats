#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
# shellcheck disable=SC2154,SC2016 # of vm.bash; for the shell inside
#
# Nodes of real MOSIX that are set up wrongly: mpirun says once what is wrong and what to do, and the
# ranks run natively; `openmpi-mosix node check` names it, too.

load vm.bash

setup() {
    machine_setup
}

teardown() {
    machine_teardown
}

# broken LINE [OPTION]...: a node where root ran that line before MOSIX started. Output: what two ranks
# and mpirun said, and then the lines of the check that do not say ok.
broken() {
    echo "$1" >"$TMPDIR/before"
    shift
    # shellcheck disable=SC2086 # a list of options
    run "$vm" --on "$on" --limit 300 ${MOSIX_VM_OPTIONS:-} --no-wait --before "$TMPDIR/before" "$@" -- '
        sleep 5
        timeout 60 mpirun --oversubscribe -n 2 echo a rank ran
        echo "mpirun ended with $?"
        openmpi-mosix node check | grep -v ^ok'
}

# assert_said REASON REMEDY: once, and the ranks ran all the same.
assert_said() {
    assert_equal "$(grep -c 'a rank ran' <<<"$output")" 2
    assert_line 'mpirun ended with 0'
    assert_equal "$(grep -c 'Reason: ' <<<"$output")" 1
    assert_output --partial "$1"
    assert_output --partial "$2"
}

@test "MOSIX's daemons do not run" {
    broken true --no-start
    assert_said 'mossetpe -r does not tell an address' 'Start MOSIX (mosd)'
    assert_line --regexp '^error +daemons'
}

@test "mossetpe is missing: MOSIX is only partly installed" {
    broken 'rm /sbin/mossetpe'
    assert_said 'was found, but neither mossetpe nor' 'only partly installed'
    assert_line --regexp '^error +programs .*mossetpe'
}

@test "mosrun and mosenv are missing" {
    broken 'rm /bin/mosrun /bin/mosenv'
    assert_said 'mosrun was not found' 'Install it'
    assert_line --regexp '^error +programs .*mosrun, mosenv'
}

@test "mosrun is not setuid root" {
    broken 'chmod u-s /bin/mosrun'
    assert_said 'mosrun cannot start a program: "Not Super-User"' 'chmod u+s'
    assert_line --regexp '^error +setuid'
}

@test "the kernel was not booted with vdso=0" {
    [ "$on" != debian11 ] || skip 'Debian 11 needs no vdso=0'
    broken true --plain
    assert_said 'mosrun cannot start a program: "MOSRUN: Error #96"' 'vdso=0'
    assert_line --regexp '^error +kernel'
}

@test "neither ifconfig nor /etc/mosix/mosip: MOSIX finds no address" {
    broken 'rm -f /sbin/ifconfig /usr/sbin/ifconfig /etc/mosix/mosip'
    assert_said 'mossetpe -r does not tell an address' 'openmpi-mosix node check'
    assert_line --regexp '^error +interface'
}

@test "no library with another malloc" {
    [ "$on" != debian11 ] || skip 'Debian 11 needs no other malloc'
    broken 'rm -f /usr/lib/x86_64-linux-gnu/lib{jemalloc.so.2,tcmalloc_minimal.so.4}'
    assert_said 'needs a library with another malloc' 'Install one of them'
    assert_line --regexp '^error +allocator'
}

@test "no map and no secret: the check names them" {
    broken 'rm -f /etc/mosix/mosix.map /etc/mosix/secret'
    assert_line 'mpirun ended with 0'
    assert_line --regexp '^error +map'
    assert_line --regexp '^error +secret'
}
