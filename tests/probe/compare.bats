#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# compare.awk, which says in what two outputs of the probe differ.

bats_load_library bats-support
bats_load_library bats-assert

setup() {
    cd "$BATS_TEST_TMPDIR"
    printf 'emulator\tb\t7\twe cannot\ndebian12\ta\t5\tother libc\n' >known
    printf '# comment\na\t1\nb\t2\nc\t3\nc\t4\n' >expected
}

compare() {
    run awk -v on="${on:-emulator}" -f "$top_srcdir/tests/probe/compare.awk" known expected seen
}

@test "equal lines, and one that is known" {
    printf 'a\t1\nb\t7\nc\t3\nc\t4\n' >seen
    compare
    assert_success
    assert_output '3 equal, 1 known, 0 different'
}

@test "a line that differs is told with both values" {
    printf 'a\tEINVAL\nb\t7\nc\t3\nc\t4\n' >seen
    compare
    assert_failure
    assert_line 'different: a: EINVAL, not 1'
    assert_line '2 equal, 1 known, 1 different'
}

@test "lines of the same name are compared in their order" {
    printf 'a\t1\nb\t7\nc\t4\nc\t4\n' >seen
    compare
    assert_failure
    assert_line 'different: c: 4, not 3'
    assert_line '2 equal, 1 known, 1 different'
}

@test "a line that is missing, and one too many" {
    printf 'a\t1\nb\t7\nc\t3\nd\t9\n' >seen
    compare
    assert_failure
    assert_line 'different: c: no line, not 4'
    assert_line 'different: d: 9, not no line'
    assert_line '2 equal, 1 known, 2 different'
}

@test "a known difference counts only where it is known, and with its value" {
    printf 'a\t5\nb\t2\nc\t3\nc\t4\n' >seen
    on=debian12 compare
    assert_success
    assert_output '3 equal, 1 known, 0 different'
    printf 'a\t6\nb\t2\nc\t3\nc\t4\n' >seen
    on=debian12 compare
    assert_failure
    assert_line 'different: a: 6, not 1'
}

@test "a known difference that is none any more is told" {
    printf 'a\t1\nb\t2\nc\t3\nc\t4\n' >seen
    compare
    assert_failure
    assert_line 'no longer different: b: remove it from known'
    assert_line '4 equal, 0 known, 0 different'
}

@test "what varies may be equal now and then" {
    printf 'd\t1\n' >expected
    printf 'emulator\td\tany\tvaries\n' >known
    printf 'd\t1\n' >seen
    compare
    assert_success
    assert_output '1 equal, 0 known, 0 different'
    printf 'd\t2\n' >seen
    compare
    assert_success
    assert_output '0 equal, 1 known, 0 different'
}

@test "a known difference needs a reason" {
    printf 'emulator\tb\tany\n' >known
    printf 'a\t1\nb\t2\nc\t3\nc\t4\n' >seen
    compare
    assert_failure
    assert_line 'known:1: where, name, value and reason are wanted, by tabs'
}

@test "nothing expected and nothing seen is a failure" {
    : >known
    : >expected
    : >seen
    compare
    assert_failure
    assert_output '0 equal, 0 known, 0 different'
}

@test "every known difference names a line of the probe" {
    cd "$top_srcdir/tests/probe"
    # A function that ends otherwise than by itself gives a line of its name, too.
    sed -n 's/.*TEST(\([a-z]*\), \([a-z_]*\),.*/\1.\2/p' ./*.c >"$BATS_TEST_TMPDIR/functions"
    run awk -F '\t' '/^#/ { next }
        FILENAME != "known-differences" { line[$1] = 1; next }
        !($2 in line) { print $2 }' "$BATS_TEST_TMPDIR/functions" expected-4.4.3 known-differences
    assert_success
    assert_output ''
}
