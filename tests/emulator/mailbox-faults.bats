#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Each fault that the library can make, one by one.

setup() {
    load mailbox.bash
    mailbox_setup
}

@test "box=N: a mailbox is full with N messages" {
    expect_fault box=3 box
}

@test "box=N: writers of large messages wait, and none is lost" {
    expect_fault box=2 box-waits
}

@test "eintr=PERCENT: that share, and the same calls in each run" {
    export MOSIX_EMULATOR_FAULTS=eintr=30
    run_real -e "$probes/mail_faults" eintr
    assert_success
    local first=$output
    run_real -e "$probes/mail_faults" eintr
    assert_success
    assert_output "$first"
    MOSIX_EMULATOR_PROFILE=2009 run_mosrun "$probes/mail_faults" eintr
    assert_success
    assert_output "$first"
}

@test "delay=MICROSECONDS: each delivery is held back" {
    expect_fault delay=200000 delay
}

@test "vanish=N: write N and all later ones find nobody" {
    expect_fault vanish=3 vanish
}

@test "write-errno=NAME: every write fails" {
    expect_fault write-errno=EIO write-errno
}

@test "write-errno=NAME@N: one write fails" {
    expect_fault write-errno=ENOSPC@2 write-errno-at
}

@test "open-errno=NAME: the mailbox cannot be opened" {
    expect_fault open-errno=ENOMEM open-errno
}

@test "peer-open-errno=NAME: send boxes to others cannot be opened" {
    expect_fault peer-open-errno=EACCES peer-open-errno
}

@test "nononblock: O_NONBLOCK is refused" {
    expect_fault nononblock nononblock
}

@test "truncate=N: longer messages lose their tail" {
    expect_fault truncate=4 truncate
}

@test "drop=N: message N is lost" {
    expect_fault drop=2 drop
}

@test "dup=N: message N arrives twice" {
    expect_fault dup=2 dup
}

@test "full-errno=NAME: a full mailbox says so in another way" {
    expect_fault full-errno=EAGAIN full-errno
}

@test "a list of faults makes all of them" {
    expect_fault box=5,drop=2,truncate=1000 drop
}

@test "every fault of the parser's table has a test here" {
    local fault missing=
    for fault in $(MOSIX_EMULATOR_LIST=faults "$mosrun" | grep -o '^[| `]*[a-z-]*' | tr -d '|` '); do
        case $fault in fault | -*) continue ;; esac
        grep -q "^@test \"$fault[=:@]" "$BATS_TEST_FILENAME" || missing="$missing $fault"
    done
    assert_equal "$missing" ''
}
