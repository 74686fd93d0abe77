#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The system call open(2), the one door to MOSIX 4: by syscall() and by a bare instruction.

setup() {
    load mailbox.bash
    mailbox_setup
}

@test "open(2) opens boxes [real]" {
    expect_case mail_call boxes
}

@test "open(2) opens boxes in every mode and profile" {
    local profile option
    for option in -e -w; do
        for profile in modern manual-2009; do
            MOSIX_EMULATOR_DISCIPLINE=$profile run_mosrun $option "$probes/mail_call" boxes
            assert_success
            refute_output --partial open
        done
        run_real $option "$probes/mail_call" boxes
        assert_success
        refute_output --partial open
    done
}

@test "open(2) opens boxes where no system call is refused" {
    MOSIX_EMULATOR_DISCIPLINE=off run_mosrun "$probes/mail_call" boxes
    assert_success
    assert_equal "${#lines[@]}" 1
}

@test "open(2) opens boxes for an ordinary user where no system call is refused" {
    MOSIX_EMULATOR_DISCIPLINE=off expect_ordinary mail_call boxes
}

@test "syscall() on boxes" {
    expect_case mail_call calls
}

@test "open(2): which paths are MOSIX's [real]" {
    expect_case mail_call paths
}

@test "open(2): all other files are the kernel's" {
    expect_case mail_call files
}

@test "open(2): a switch gives its value [real]" {
    expect_case mail_call switches
}

@test "open(2): a switch has its range [real]" {
    expect_case mail_call ranges
}

@test "open(2): where a process is, and which nodes there are [real]" {
    expect_case mail_call migrating
}

@test "open(2): switches say what mosrun was told [doc4]" {
    run_real -w -L -m77 -d5 "$probes/mail_call" told
    assert_success
    MOSIX_EMULATOR_PROFILE=2009 run_mosrun -w -L -m77 -d5 "$probes/mail_call" told
    assert_success
}

@test "open(2): sender and length of the last message [real]" {
    expect_case mail_call sender
}

@test "open(2): addresses that are negative numbers [real]" {
    MOSIX_EMULATOR_HOME=192.168.1.2 expect_case mail_call high-home
    MOSIX_EMULATOR_HOME=255.255.248.1 expect_case mail_call highest-home
}

@test "open(2) is answered whatever the program does with signals" {
    expect_case mail_call signals
}

@test "open(2) is answered in the next program, too" {
    expect_2009 mail_call after-exec
    command -v setarch >/dev/null || skip 'the rest of this needs setarch'
    MOSIX_EMULATOR_PROFILE=2009 run setarch -R "$mosrun" "$probes/mail_call" after-exec
    assert_success
}

@test "open(2) of a static program, which has no mailbox, is the kernel's" {
    run_real -e sh -c "$probes/probe_static; exit \$?"
    assert_success
    assert_line 'open: works'
    MOSIX_EMULATOR_PROFILE=2009 run_mosrun -e sh -c "$probes/probe_static; exit \$?"
    assert_success
    assert_line 'open: works'
}

@test "open(2): outside of mosrun there is no MOSIX" {
    run "$probes/mail_call" outside
    assert_success
    LD_PRELOAD=$library run "$probes/mail_call" outside
    assert_success
}
