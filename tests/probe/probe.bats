#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The probe on the emulator, line by line as on MOSIX 4.4.3.

load probe.bash

setup() {
    probe_setup
}

@test "the probe's lines on the emulator are those of MOSIX 4.4.3, but for known differences" {
    [ "$(id -u)" -eq 0 ] || skip 'the lines were recorded as root: becoming another user needs that'
    under_mosix 120 "$probe" >"$BATS_TEST_TMPDIR/seen"
    run awk -v on=emulator -f "$top_srcdir/tests/probe/compare.awk" \
        "$top_srcdir/tests/probe/known-differences" "$top_srcdir/tests/probe/expected-4.4.3" \
        "$BATS_TEST_TMPDIR/seen"
    echo "# ${lines[-1]}" >&3
    assert_success
}

@test "two runs of the probe print the same" {
    local sections='paths box message filter self'
    # shellcheck disable=SC2086 # a list
    under_mosix 120 "$probe" $sections >"$BATS_TEST_TMPDIR/first"
    # shellcheck disable=SC2086
    under_mosix 120 "$probe" $sections >"$BATS_TEST_TMPDIR/second"
    run diff "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/second"
    assert_success
    run wc -l <"$BATS_TEST_TMPDIR/first"
    [ "$output" -gt 500 ] || fail "only $output lines"
}

@test "without mosrun the probe says what is wrong" {
    run "$probe" paths
    assert_failure 1
    assert_output --partial 'this is to be run under mosrun'
}
