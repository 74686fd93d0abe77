#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
# shellcheck disable=SC2154,SC2016 # of vm.bash; for the shell inside
#
# contrib/mosix-vm itself: it passes on what the command does, and leaves nothing behind.

load vm.bash

setup_file() {
    forget_results machine
}

setup() {
    machine_setup
}

teardown() {
    local result='not ok'
    [ -z "${BATS_TEST_COMPLETED:-}" ] || result=ok
    record_result machine "$result"
    machine_teardown
}

# machine ARGUMENT...: contrib/mosix-vm with a limit.
machine() {
    # shellcheck disable=SC2086 # a list of options
    "$vm" --on "$on" --limit "${seconds:-300}" ${MOSIX_VM_OPTIONS:-} "$@"
}

# qemus: the virtual machines of this test.
qemus() {
    pgrep -f "qemu-system-x86_64 .*$TMPDIR"
}

# assert_nothing_left [FILES]: no machine, no file.
assert_nothing_left() {
    local try
    for ((try = 0; try < 20; try++)); do
        qemus >/dev/null || break
        sleep 0.1
    done
    assert_equal "$(qemus)" ''
    [ "${1:-}" = files ] || assert_equal "$(ls "$TMPDIR")" ''
}

@test "output, errors and exit status are those of the command" {
    machine -- 'echo to out; echo to err >&2; exit 7' >"$TMPDIR.out" 2>"$TMPDIR.err" || status=$?
    output=$(cat "$TMPDIR.out" "$TMPDIR.err")
    rm "$TMPDIR.out" "$TMPDIR.err"
    assert_equal "$status" 7
    assert_equal "$output" $'to out\nto err'
    assert_nothing_left
}

@test "output comes while the command runs" {
    machine -- 'echo first; sleep 20; echo second' >"$TMPDIR.out" &
    until grep -q first "$TMPDIR.out"; do
        sleep 0.5
        kill -0 $! || break
    done
    run cat "$TMPDIR.out"
    assert_output first
    wait $!
    run cat "$TMPDIR.out"
    rm "$TMPDIR.out"
    assert_output $'first\nsecond'
}

@test "many bytes arrive whole" {
    machine -- 'seq 500000' | cmp - <(seq 500000)
}

@test "arguments arrive as they are, in /share, as the user mpi" {
    run machine -- printf '<%s>' 'two words' "it's" '' '$HOME'
    assert_output "<two words><it's><><\$HOME>"
    run machine -- 'pwd; id -un; echo $HOME'
    assert_output $'/share\nmpi\n/home/mpi'
    run machine --user root -- 'id -u'
    assert_output 0
}

@test "the package is installed by apt, and MOSIX answers" {
    run machine -- 'dpkg-query -W -f "\${db:Status-Status} " openmpi-mosix; mossetpe -r'
    assert_output --partial 'installed This MOSIX node is: 10.77.0.1 (node1)'
}

@test "three nodes know and reach each other" {
    run machine --nodes 3 -- 'mossetpe -r; for n in 1 2 3; do on-node $n "hostname; exit $n"; echo $?; done'
    assert_output --partial 'node1 - node3'
    assert_output --partial $'node1\n1\nnode2\n2\nnode3\n3'
}

@test "at the limit the status is 124, and the message says where it was" {
    seconds=60 run machine -- 'sleep 1000'
    assert_equal "$status" 124
    assert_output --partial 'still running after 60 seconds (--limit), and ended now: the command runs'
    assert_nothing_left
}

@test "SIGTERM, SIGINT and SIGKILL leave no machine, and no port listens" {
    for signal in TERM:143 INT:130 KILL:137; do
        # shellcheck disable=SC2086 # a list of options
        env --default-signal=INT "$vm" --on "$on" ${MOSIX_VM_OPTIONS:-} -- sleep 1000 3>&- &
        until qemus >/dev/null; do
            sleep 0.2
            kill -0 $! || fail 'no machine was started'
        done
        run ss -lntuHp
        refute_output --partial qemu
        kill "-${signal%:*}" $!
        wait $! || status=$?
        assert_equal "$status" "${signal#*:}"
        assert_nothing_left "$([ $signal != KILL:137 ] || echo files)"
    done
    # What kill -9 left is removed by the next one, whatever that does.
    run "$vm" --mosix /dev/null -- true
    assert_equal "$(ls "$TMPDIR")" ''
}

@test "nothing appears in the source tree" {
    before=$(find "$top_srcdir" -newer "$BATS_TEST_FILENAME" -not -path '*/build/*' | sort)
    run machine -- true
    assert_success
    assert_equal "$(find "$top_srcdir" -newer "$BATS_TEST_FILENAME" -not -path '*/build/*' | sort)" \
        "$before"
}

@test "a script of --before that fails ends the run with its words" {
    echo 'echo something is wrong; exit 3' >"$TMPDIR/before"
    run machine --before "$TMPDIR/before" -- true
    assert_equal "$status" 125
    assert_output --partial 'node 1: the script of --before gave status 3: something is wrong'
}

@test "without MOSIX's daemons the machine is ready all the same, if that is wanted" {
    run machine --no-start -- 'pgrep mosd || echo none'
    assert_output none
    echo 'rm /sbin/mossetpe /sbin/mosd' >"$TMPDIR/before"
    seconds=90 run machine --before "$TMPDIR/before" -- true
    assert_equal "$status" 125
    assert_output --partial 'node 1: MOSIX does not answer within'
}

@test "Debian 12 without vdso=0: mosrun says Error #96" {
    on=debian12 run machine --plain --no-wait -- 'sleep 5; mosrun -e date'
    assert_failure
    assert_output --partial 'Error #96'
}
