#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
# shellcheck disable=SC2154,SC2016 # of vm.bash; for the shell inside
#
# Nodes of real MOSIX that are set up wrongly: mpirun says once what is wrong and what to do, and the
# ranks run natively; `openmpi-mosix node check` and `openmpi-mosix doctor` name it, too.

load vm.bash

setup_file() {
    forget_results broken
}

setup() {
    machine_setup
}

teardown() {
    [ -n "${BATS_TEST_COMPLETED:-}" ] || record_result broken 'not ok'
    machine_teardown
}

# on_each CASE: this function, on every distribution.
on_each() {
    for on in $(distributions); do
        "$1"
        record_result broken ok
    done
}

# broken LINE [OPTION]...: a node where root ran that line before MOSIX started. Output: what two ranks
# and mpirun said, then the lines of the check that do not say ok, and what doctor calls an error.
broken() {
    echo "$1" >"$TMPDIR/before"
    shift
    # shellcheck disable=SC2086 # a list of options
    run "$vm" --on "$on" --limit 300 ${MOSIX_VM_OPTIONS:-} --no-wait --before "$TMPDIR/before" "$@" -- '
        sleep 5
        timeout 60 mpirun --oversubscribe -n 2 echo a rank ran
        echo "mpirun ended with $?"
        openmpi-mosix node check | grep -v ^ok
        openmpi-mosix doctor --quiet | sed -n "s/^error  *\([a-z]*\).*/doctor: \1/p"'
}

# assert_named CHECK [REGEXP]: as an error, by both commands.
assert_named() {
    assert_line --regexp "^error +$1${2:-}"
    assert_line "doctor: $1"
}

# assert_said REASON REMEDY: once, and the ranks ran all the same.
assert_said() {
    assert_equal "$(grep -c 'a rank ran' <<<"$output")" 2
    assert_line 'mpirun ended with 0'
    assert_equal "$(grep -c 'Reason: ' <<<"$output")" 1
    assert_output --partial "$1"
    assert_output --partial "$2"
}

daemons_down() {
    broken true --no-start
    assert_said 'mossetpe -r does not tell an address' 'Start MOSIX (mosd)'
    assert_named daemons
}

@test "MOSIX's daemons do not run" {
    on_each daemons_down
}

without_mossetpe() {
    broken 'rm /sbin/mossetpe'
    assert_said 'was found, but neither mossetpe nor' 'only partly installed'
    assert_named programs ' .*mossetpe'
}

@test "mossetpe is missing: MOSIX is only partly installed" {
    on_each without_mossetpe
}

without_starters() {
    broken 'rm /bin/mosrun /bin/mosenv'
    assert_said 'mosrun was not found' 'Install it'
    assert_named programs ' .*mosrun, mosenv'
}

@test "mosrun and mosenv are missing" {
    on_each without_starters
}

without_setuid() {
    broken 'chmod u-s /bin/mosrun'
    assert_said 'mosrun cannot start a program: "Not Super-User"' 'chmod u+s'
    assert_named setuid
}

@test "mosrun is not setuid root" {
    on_each without_setuid
}

# assert_missed CHECK REASON REMEDY: what Debian 11 does not need; its ranks run.
assert_missed() {
    if [ "$on" = debian11 ]; then
        assert_line 'mpirun ended with 0'
        refute_output --partial 'Reason: '
    else
        assert_said "$2" "$3"
        assert_named "$1"
    fi
}

without_vdso_0() {
    broken true --plain
    assert_missed kernel 'mosrun cannot start a program: "MOSRUN: Error #96"' 'vdso=0'
}

@test "the kernel was not booted with vdso=0" {
    on_each without_vdso_0
}

without_address() {
    broken 'rm -f /sbin/ifconfig /usr/sbin/ifconfig /etc/mosix/mosip'
    assert_said 'mossetpe -r does not tell an address' 'openmpi-mosix node check'
    assert_named interface
}

@test "neither ifconfig nor /etc/mosix/mosip: MOSIX finds no address" {
    on_each without_address
}

without_allocator() {
    broken 'rm -f /usr/lib/x86_64-linux-gnu/lib{jemalloc.so.2,tcmalloc_minimal.so.4}'
    assert_missed allocator 'needs a library with another malloc' 'Install one of them'
}

@test "no library with another malloc" {
    on_each without_allocator
}

without_map() {
    broken 'rm -f /etc/mosix/mosix.map'
    assert_line 'mpirun ended with 0'
    assert_named map
}

@test "no map: the check names it" {
    on_each without_map
}

without_secret() {
    broken 'rm -f /etc/mosix/secret'
    assert_line 'mpirun ended with 0'
    assert_named secret
}

@test "no secret: the check names it" {
    on_each without_secret
}
