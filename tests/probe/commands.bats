#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# mosrun and the tools of the emulator, command line by command line as those of MOSIX 4.4.3.

load probe.bash

setup() {
    probe_setup
    commands=$top_srcdir/tests/probe/commands
    exits=$top_builddir/tests/probe/commands/exits
}

@test "command lines on the emulator end as those of MOSIX 4.4.3, but for known differences" {
    [ "$(id -u)" -eq 0 ] || skip 'what users may do was recorded as root'
    # Their own, because moskillall ends what runs under the mosrun beside it, and other tests have jobs.
    cp -rL "$emulator" "$BATS_TEST_TMPDIR/emulator"
    PATH=$BATS_TEST_TMPDIR/emulator:$PATH "$commands/run" "$exits" "$commands/expected-4.4.3" \
        >"$BATS_TEST_TMPDIR/seen"
    run awk -v on=emulator -f "$top_srcdir/tests/probe/compare.awk" "$commands/known-differences" \
        "$commands/expected-4.4.3" "$BATS_TEST_TMPDIR/seen"
    echo "# ${lines[-1]}" >&3
    assert_success
}

@test "a program that a signal ends adds no words of the shell" {
    printf '%s\t?\n' '# comment' 'exits 3' 'exits -15' 'sh -c "echo one; echo two"' 'echo usage: x' \
        >"$BATS_TEST_TMPDIR/lines"
    echo >>"$BATS_TEST_TMPDIR/lines"
    run "$commands/run" "$exits" "$BATS_TEST_TMPDIR/lines"
    assert_success
    assert_output "$(printf '%s\t%s\n' 'exits 3' 3 'exits -15' 143 \
        'sh -c "echo one; echo two"' '0, one' 'echo usage: x' '0, usage')"
}

@test "every known difference names a command line" {
    run awk -F '\t' '/^#/ { next } NR == FNR { line[$1] = 1; next } !($2 in line) { print $2 }' \
        "$commands/expected-4.4.3" "$commands/known-differences"
    assert_success
    assert_output ''
}
