#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# mosctl, mosps, mosbestnode, mosmigrate and moskillall of the emulator. What is expected was seen on
# MOSIX 4.4.3 [real], unless a test says otherwise.

setup() {
    load mosrun.bash
    mosrun_setup
    use_profile 4.4.3
    export MOSIX_EMULATOR_HOME=10.77.0.1
}

teardown() {
    [ -z "${pid:-}" ] || kill -KILL "$pid" 2>/dev/null || true
}

# tool NAME WORD...
tool() {
    local name=$1
    shift
    run timeout --kill-after=5 20 "$emulator/$name" "$@" </dev/null
}

# prints LINE NAME WORD...: that alone, and the status is 0.
prints() {
    local line=$1
    shift
    tool "$@"
    assert_success
    assert_output "$line"
}

# fails LINE NAME WORD...: that alone, and the status is 1.
fails() {
    local line=$1
    shift
    tool "$@"
    assert_failure 1
    assert_output "$line"
}

# usage NAME WORD...
usage() {
    tool "$@"
    assert_failure 1
    assert_output --partial "usage: $1 "
}

# start PROGRAM...: under mosrun, in the background; $pid.
start() {
    "$mosrun" -e -L "$@" </dev/null >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
    pid=$!
    local try
    for ((try = 0; try < 100; try++)); do
        ! "$emulator/mosps" | grep -q "^ *$pid " || return 0
        sleep 0.05
    done
    fail "mosps does not show $pid"
}

@test "mosctl: usage, status, localstatus, rstatus" {
    usage mosctl
    usage mosctl restart
    usage mosctl status 2
    local word field
    for word in '' 1 node1 10.77.0.1; do
        # shellcheck disable=SC2086 # none or one
        tool mosctl status $word
        assert_success
        for field in Status Load Speed CPUS Frozen Avail Procs Accept Memory Swap; do
            assert_line --regexp "^$field:[[:blank:]]"
        done
    done
    fails 'nowhere.invalid: Host name lookup failure' mosctl status nowhere.invalid
    tool mosctl localstatus
    assert_success
    assert_equal "$(grep -c ': Up$' <<<"$output")" 4
    tool mosctl rstatus
    assert_equal "$(wc -w <<<"$output")" 12
}

@test "mosctl whois" {
    prints '10.77.0.1 (node1)' mosctl whois 1
    prints 1 mosctl whois 10.77.0.1
    fails '2: Unknown MOSIX node number!' mosctl whois 2
    fails 'No particular MOSIX node number is associated with 10.77.0.2' mosctl whois 10.77.0.2
}

@test "mosctl block" {
    if [ "$(id -u)" -eq 0 ]; then
        command -v setpriv >/dev/null || skip 'becoming an ordinary user needs setpriv'
        local place
        place=$(mktemp -d)
        chmod a+rx "$place"
        cp "$emulator/mosctl" "$place"
        run setpriv --reuid 65534 --regid 65534 --clear-groups "$place/mosctl" block
        rm -r "$place"
    else
        tool mosctl block
    fi
    assert_failure 1
    assert_output 'NOT SUPER USER!'
}

@test "mosbestnode" {
    prints 10.77.0.1 mosbestnode
    prints 10.77.0.1 mosbestnode -n
    prints 1 mosbestnode -u
    prints 10.77.0.1 mosbestnode -m262143
    usage mosbestnode -m999999
    usage mosbestnode -m
    usage mosbestnode -x
}

@test "mosps: the processes under mosrun, with the words of it" {
    start sleep 60
    tool mosps
    assert_success
    assert_line --index 0 '  PID WHERE FROM FRZ TTY      CMD'
    assert_line --regexp "^ *$pid here  here  -  [^ ]+ +[^ ]*mosrun -e -L sleep 60\$"
    tool mosps -n
    assert_line --index 0 '  PID WHERE FROM FRZ NMIGS TTY      CMD'
    assert_line --regexp "^ *$pid here  here  -  0 "
    # Other tests have processes of their own meanwhile.
    tool mosps -n -A
    assert_line --index 0 '  PID WHERE FROM FRZ NMIGS TTY      CMD'
    assert_line --regexp "^ *$pid here  here  -  0 "
    kill "$pid"
    wait "$pid" || true
    tool mosps
    assert_success
    refute_line --regexp "^ *$pid "
}

@test "mosps: children of a program are processes of their own" {
    start sh -c 'sleep 61 & wait'
    tool mosps
    assert_line --regexp '[^ ]*sleep 61$'
}

@test "mosmigrate" {
    start sleep 60
    local where
    for where in home node1 1 10.77.0.1 10.77.0.9; do
        prints '' mosmigrate "$pid" "$where"
    done
    fails 'Unknown node (#2)!' mosmigrate "$pid" 2
    fails 'Unrecognized host - <nowhere.invalid>' mosmigrate "$pid" nowhere.invalid
    fails 'Unknown node (#2)!' mosmigrate 1 2
    fails 'Unrecognized host - <nowhere.invalid>' mosmigrate 1 nowhere.invalid
    fails '1 is not a MOSIX process.' mosmigrate 1 home
    fails 'Only guest processes can be sent out.' mosmigrate "$pid" out
    usage mosmigrate "$pid"
    usage mosmigrate x home
}

# As a user of its own, because it reaches all of a user's processes.
@test "moskillall" {
    [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null || skip 'this needs root and setpriv'
    local place as=(setpriv --reuid 61234 --regid 61234 --clear-groups)
    place=$(mktemp -d)
    chmod a+rx "$place"
    cp "$mosrun" "$library" "$emulator/mosctl" "$place"
    ln -s mosctl "$place/moskillall"
    run "${as[@]}" "$place/moskillall"
    assert_failure 1
    assert_output 'signal could not be sent to any process'
    "${as[@]}" "$place/mosrun" -e sleep 60 </dev/null >/dev/null 2>&1 3>&- &
    pid=$!
    sleep 0.5
    run "${as[@]}" "$place/moskillall" -USR1
    assert_success
    assert_output ''
    local found=0
    wait "$pid" || found=$?
    pid=
    assert_equal "$found" 138
    run "${as[@]}" "$place/moskillall" -J1
    assert_failure 1
    assert_output --partial 'usage: moskillall'
    run "${as[@]}" "$place/moskillall" 9
    assert_output --partial 'usage: moskillall'
    rm -r "$place"
}
