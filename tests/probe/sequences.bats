#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Random sequences of mailbox operations on the emulator, each answer as the model of MOSIX 4.4.3 says.

load probe.bash

setup() {
    probe_setup
}

@test "1000 random sequences on the emulator have the model's answers" {
    run under_mosix 300 "$sequences" --count 1000
    echo "# ${lines[-1]}" >&3
    assert_success
    assert_line '1000 of 1000 sequences right, seeds 1 to 1000'
}

@test "recorded sequences on the emulator are answered as on MOSIX 4.4.3" {
    run under_mosix 60 "$sequences" --transcripts \
        "$top_srcdir/tests/probe/sequences/transcripts-4.4.3"
    assert_success
    assert_line --regexp '^([0-9]+) of \1 transcripts right$'
}

@test "what is recorded are the answers that are given" {
    local file=$top_srcdir/tests/probe/sequences/transcripts-4.4.3
    under_mosix 60 "$sequences" --transcripts "$file" --record >"$BATS_TEST_TMPDIR/recorded"
    run grep -c ' process.*: .* -> ' "$BATS_TEST_TMPDIR/recorded"
    assert_output "$(grep -c ' process.*: .* -> ' "$file")"
    run under_mosix 60 "$sequences" --transcripts "$BATS_TEST_TMPDIR/recorded"
    assert_success
}

@test "every question can be asked" {
    local questions=$top_srcdir/tests/probe/sequences/questions
    under_mosix 60 "$sequences" --transcripts "$questions" --record >"$BATS_TEST_TMPDIR/answers"
    run grep -c '^[^#].*process.*:$' "$BATS_TEST_TMPDIR/answers"
    assert_output "$(grep -c '^[^#].*process.*:$' "$questions")"
    run grep ' -> ?' "$BATS_TEST_TMPDIR/answers"
    assert_output ''
}

@test "a seed makes the same sequence again, another seed another one" {
    "$sequences" --show --seed 7 --count 1 >"$BATS_TEST_TMPDIR/first"
    "$sequences" --show --seed 7 --count 1 >"$BATS_TEST_TMPDIR/second"
    "$sequences" --show --seed 8 --count 1 >"$BATS_TEST_TMPDIR/other"
    cmp "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/second"
    run cmp -s "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/other"
    assert_failure
}

@test "a difference is told with its seed, its steps and both answers" {
    # The emulator can lose the third message of each process.
    MOSIX_EMULATOR_FAULTS=drop=3 run under_mosix 300 "$sequences" --count 20 --patience 1000
    assert_failure
    assert_line --regexp '^seed [0-9]+, [234] processes:$'
    assert_line --regexp '^  process [0-3], model: '
    assert_line --regexp '^  process [0-3], here:  '
    assert_line --regexp '^[0-9]+ of 20 sequences right, seeds 1 to 20$'
}

@test "without mosrun the sequences say what is wrong" {
    run "$sequences" --count 1
    assert_failure 2
    assert_output --partial 'this is to be run under mosrun'
}
