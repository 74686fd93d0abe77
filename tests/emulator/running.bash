# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2154 # of mosrun.bash
#
# Verbs of the tests that look at a program while it runs under mosrun.

said=$BATS_TEST_TMPDIR/said
errors=$BATS_TEST_TMPDIR/errors

# begin PROGRAM...: starts it under mosrun, and waits until it has said "ready". Sets mosrun_pid and
# program_pid. What it says and its errors are in $said and $errors.
begin() {
    : >"$said"
    "$mosrun" -e "$@" >"$said" 2>"$errors" </dev/null 3>&- &
    mosrun_pid=$!
    eventually grep -qx ready "$said"
    program_pid=$(child_of "$mosrun_pid")
}

# eventually COMMAND...: within five seconds.
eventually() {
    local try
    for ((try = 0; try < 100; try++)); do
        ! "$@" || return 0
        sleep 0.05
    done
    fail "not within 5 seconds: $*"
}

# child_of PID: its child that is the program and not the guard.
child_of() {
    local pid
    for pid in $(<"/proc/$1/task/$1/children"); do
        [[ $(<"/proc/$pid/comm") == mosrun-guard ]] || echo "$pid"
    done
}

# is_in STATE PID: a state of ps, or a pattern of several.
is_in() {
    [[ $(ps -o stat= -p "$2") == $1* ]]
}

is_gone() {
    [ ! -e "/proc/$1" ] || is_in Z "$1"
}

# ends_with STATUS: mosrun does so now, and the program is gone as well.
ends_with() {
    local status_found=0
    eventually is_gone "$mosrun_pid"
    wait "$mosrun_pid" || status_found=$?
    mosrun_pid=
    assert_equal "$status_found" "$1"
    eventually is_gone "$program_pid"
}
