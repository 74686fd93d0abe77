#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Processes that move between four nodes, all of them on this machine, under profile 4.4.3. What is
# expected was seen on MOSIX 4.4.3 [real], unless a test says otherwise.

setup() {
    load mailbox.bash
    mailbox_setup
    export MOSIX_EMULATOR_HOME=10.77.0.1 MOSIX_EMULATOR_NODES=4
}

teardown() {
    local each
    for each in ${pid:-} ${others:-}; do
        kill -KILL "$each" 2>/dev/null || true
    done
}

# begin OPTIONS CASE: in the background; $pid.
begin() {
    local words=$1
    shift
    # shellcheck disable=SC2086 # a list of options
    LD_PRELOAD=$allocator "$mosenv" -e $words "$probes/mail_moves" "$@" </dev/null >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
    pid=$!
}

# start OPTIONS CASE: the same, and mosps shows it.
start() {
    begin "$@"
    until_shown "$pid" 2 '[0-9h]'
}

# shown PID COLUMN: what mosps -n has there.
shown() {
    "$emulator/mosps" -n | awk -v pid="$1" -v column="$2" '$1 == pid { print $column }'
}

# until_shown PID COLUMN PATTERN
until_shown() {
    local try
    for ((try = 0; try < 100; try++)); do
        [[ ! $(shown "$1" "$2") =~ $3 ]] || return 0
        sleep 0.05
    done
    fail "mosps has no $3 for $1: $("$emulator/mosps" -n; cat "$BATS_TEST_TMPDIR/out")"
}

# tool NAME WORD...: must be silent and well.
tool() {
    local name=$1
    shift
    run timeout --kill-after=5 20 "$emulator/$name" "$@" </dev/null
    assert_success
    assert_output ''
}

# expect_well_moved CASE: the same while it and its children are moved all the time.
expect_well_moved() {
    local node=1 moved found=0
    begin '' "$1"
    while kill -0 "$pid" 2>/dev/null; do
        for moved in $pid $(pgrep -P "$(pgrep -o -P "$pid")"); do
            node=$((node % 4 + 1))
            "$emulator/mosmigrate" "$moved" $node >/dev/null 2>&1 || true
        done
    done
    wait "$pid" || found=$?
    pid=
    assert_equal "$found $(cat "$BATS_TEST_TMPDIR/out")" '0 '
}

@test "what a process is told of its place, and its children begin where it is [assumed]" {
    expect_real mail_moves place
}

@test "exec keeps the place" {
    expect_real mail_moves exec
}

@test "mosrun starts elsewhere: by number, name and address" {
    local place
    for place in -2 -rnode2 -10.77.0.2; do
        run_real -e "$place" "$probes/mail_moves" started
        assert_success
    done
    run_real -e -5 "$probes/mail_moves" started
    assert_failure 1
    assert_output --partial Usage:
    run_real -e -10.77.0.9 "$probes/mail_moves" started
    assert_failure 1
    assert_output --partial 'failed migrating to 10.77.0.9: not in map'
    run_real -e -F -10.77.0.9 "$probes/mail_moves" place
    assert_success
}

@test "sender_location follows the sender, sender_home and sender_pid stay" {
    expect_real mail_moves location
}

@test "who may write to a process that is away" {
    expect_real mail_moves permission
    MOSIX_EMULATOR_NODES=4 expect_ordinary_443 permission
}

# expect_ordinary_443 CASE: as expect_ordinary, in the one profile in which processes move.
expect_ordinary_443() {
    [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null || return 0
    local place
    place=$(mktemp -d)
    chmod a+rx "$place"
    cp "$probes/mail_moves" "$mosrun" "$library" "$place"
    run timeout --kill-after=5 60 setpriv --reuid 65534 --regid 65534 --clear-groups \
        "$place/mosrun" -e "-aLD_PRELOAD=$allocator" "-aGLIBC_TUNABLES=$GLIBC_TUNABLES" \
        "$place/mail_moves" "$1" </dev/null
    rm -r "$place"
    assert_success
    assert_output ''
}

@test "processes that talk move by themselves: nothing is lost, doubled or out of order" {
    expect_real mail_moves traffic
    expect_real mail_moves traffic-waiting
}

@test "processes that talk are moved: nothing is lost, doubled or out of order" {
    expect_well_moved traffic
    expect_well_moved traffic-waiting
}

@test "a mailbox of 10 000 messages moves with its process" {
    expect_real mail_moves full
}

@test "a process that sleeps is moved and does not wake up" {
    expect_well_moved asleep
    expect_well_moved asleep-otherwise
}

@test "mosmigrate and mosps: a node by number, name and address, home, and counted" {
    start '' compute
    until_shown "$pid" 2 here
    tool mosmigrate "$pid" 3
    until_shown "$pid" 2 3
    assert_equal "$(shown "$pid" 5)" 1
    tool mosmigrate "$pid" node2
    until_shown "$pid" 2 2
    tool mosmigrate "$pid" 10.77.0.4
    until_shown "$pid" 2 4
    tool mosmigrate "$pid" continue
    # Nothing is said of a node that is not there, and nothing happens.
    tool mosmigrate "$pid" 10.77.0.9
    tool mosmigrate "$pid" home
    until_shown "$pid" 2 here
    assert_equal "$(shown "$pid" 5)" 4
    run "$emulator/mosmigrate" "$pid" 5
    assert_failure 1
    assert_output 'Unknown node (#5)!'
    run "$emulator/mosmigrate" "$pid" out
    assert_failure 1
    assert_output 'Only guest processes can be sent out.'
}

@test "another node sees its guests, and sends them home" {
    start '' compute
    tool mosmigrate "$pid" 3
    until_shown "$pid" 2 3
    export MOSIX_EMULATOR_HOME=10.77.0.2
    assert_equal "$(shown "$pid" 2)" ''
    export MOSIX_EMULATOR_HOME=10.77.0.3
    assert_equal "$(shown "$pid" 2) $(shown "$pid" 3)" 'here 1'
    tool mosmigrate "$pid" out
    export MOSIX_EMULATOR_HOME=10.77.0.1
    until_shown "$pid" 2 here
}

@test "mosmigrate freeze ends the process, because there is no space to freeze" {
    local found=0
    start '' compute
    tool mosmigrate "$pid" freeze
    wait "$pid" || found=$?
    pid=
    assert_equal "$found $(cat "$BATS_TEST_TMPDIR/out")" '1 MOSRUN: No space to freeze'
}

@test "block, expel, bring [assumed]" {
    root_only
    export MOSIX_EMULATOR_SETTINGS=$BATS_TEST_TMPDIR
    MOSIX_EMULATOR_HOME=10.77.0.3 tool mosctl block
    run "$emulator/mosctl" status 3
    assert_line --regexp '^Accept:[[:blank:]]No, '
    run "$emulator/mosctl" status 2
    assert_line --regexp '^Accept:[[:blank:]]Yes, will'
    start '' compute
    tool mosmigrate "$pid" 3
    tool mosmigrate "$pid" 2
    until_shown "$pid" 2 2
    assert_equal "$(shown "$pid" 5)" 1
    MOSIX_EMULATOR_HOME=10.77.0.3 tool mosctl noblock
    tool mosmigrate "$pid" 3
    until_shown "$pid" 2 3
    MOSIX_EMULATOR_HOME=10.77.0.3 tool mosctl expel
    until_shown "$pid" 2 here
    tool mosmigrate "$pid" 4
    until_shown "$pid" 2 4
    tool mosctl bring
    until_shown "$pid" 2 here
    unset MOSIX_EMULATOR_SETTINGS
    run "$emulator/mosctl" block
    assert_failure 1
    assert_output --partial MOSIX_EMULATOR_SETTINGS
}

@test "a system call away from home takes as long as is asked for" {
    local home away
    export MOSIX_EMULATOR_AWAY_DELAY=20000
    home=$(LD_PRELOAD=$allocator "$mosenv" -e "$probes/probe_parent" getppid 20)
    away=$(LD_PRELOAD=$allocator "$mosenv" -e -2 "$probes/probe_parent" getppid 20)
    echo "# a call takes $home ns at home, $away ns away" >&3
    assert [ "$away" -ge 20000000 ]
    assert [ "$home" -lt 10000000 ]
}

@test "a node has its own processors where that is asked for" {
    [ "$(nproc)" -ge 2 ] || skip 'this needs two processors'
    export MOSIX_EMULATOR_SHARES=1
    start '' compute
    local program
    program=$(pgrep -o -P "$pid")
    assert_equal "$(processors "$program")" 0
    tool mosmigrate "$pid" 2
    until_shown "$pid" 2 2
    assert_equal "$(processors "$program")" 1
}

# processors PID: those that it may use.
processors() {
    awk '$1 == "Cpus_allowed_list:" { print $2 }' "/proc/$1/status"
}

# balance: until the process of the test ends.
balance() {
    "$emulator/mosbalance" "$pid" 3>&- &
    others+=" $!"
}

# start_other OPTIONS CASE: one more, $other; $pid stays.
start_other() {
    local first=$pid
    start "$@"
    other=$pid pid=$first
    others+=" $other"
}

# Of two processes that may move, mosbalance takes the one that began last.
@test "mosbalance moves a busy process to an idle node, but none that mosrun or itself has locked" {
    local by_mosrun
    start '' compute
    start_other -L compute
    by_mosrun=$other
    start_other '' compute-locked
    balance
    until_shown "$pid" 2 2
    assert_equal "$(shown "$by_mosrun" 2) $(shown "$other" 2)" 'here here'
}

@test "mosbalance moves nothing of a node that says stay, and nothing to one that is blocked" {
    root_only
    export MOSIX_EMULATOR_SETTINGS=$BATS_TEST_TMPDIR
    tool mosctl stay
    MOSIX_EMULATOR_HOME=10.77.0.2 tool mosctl block
    start '' compute
    start_other -L compute
    balance
    sleep 3
    assert_equal "$(shown "$pid" 2)" here
    tool mosctl nostay
    until_shown "$pid" 2 3
}

@test "wrong values are refused before the program starts" {
    local wrong
    for wrong in NODES=0 NODES=65 NODES=x MOVE_TIME=10001 AWAY_DELAY=-1 SHARES=2 CLUSTER=/nowhere; do
        run env "MOSIX_EMULATOR_$wrong" "$mosrun" -e true
        assert_failure 1
        assert_output --partial "MOSIX_EMULATOR_${wrong%%=*}"
    done
    MOSIX_EMULATOR_HOME=10.77.0.5 run "$mosrun" -e true
    assert_failure 1
    assert_output --partial "MOSIX_EMULATOR_HOME=10.77.0.5 is none of these"
}
