#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# How mosrun becomes the program: arguments, directory, process, limits, exit status.

setup() {
    load mosrun.bash
    mosrun_setup
    manual_of_2009
}

# Arguments that a careless program would change.
odd=('' ' ' $'a\nb' $'\xff\x80' '-e' '*' '$x' "'" '"' '\' '')

@test "arguments arrive byte for byte" {
    local expected
    expected=$("$probes/probe_argv" "${odd[@]}" | sed '/^$/,$d')
    run "$mosrun" -e "$probes/probe_argv" "${odd[@]}"
    assert_success
    assert_equal "$(sed '/^$/,$d' <<<"$output")" "$expected"
}

@test "argument 0 is the program as it was named" {
    run "$mosrun" -e "$probes/probe_argv"
    assert_line --index 0 "=$(printf %s "$probes/probe_argv" | od -An -tx1 | tr -d ' \n')"
}

@test "-z: the arguments begin with argument 0" {
    run "$mosrun" -z "$probes/probe_argv" zero one
    assert_line --index 0 =7a65726f
    assert_line --index 1 =6f6e65
    run "$mosrun" -z "$probes/probe_argv" '' one
    assert_line --index 0 =
    assert_line --index 1 =6f6e65
}

@test "-z without arguments keeps the program's name" {
    run "$mosrun" -z "$probes/probe_argv"
    assert_line --index 0 "=$(printf %s "$probes/probe_argv" | od -An -tx1 | tr -d ' \n')"
}

@test "-E/{cwd} and -M/{cwd} change the directory" {
    cd /
    run_mosrun "-E$BATS_TEST_TMPDIR" pwd -P
    assert_output "$(cd "$BATS_TEST_TMPDIR" && pwd -P)"
    run_mosrun "-M$BATS_TEST_TMPDIR" pwd -P
    assert_output "$(cd "$BATS_TEST_TMPDIR" && pwd -P)"
    run_mosrun -E pwd -P
    assert_output /
}

@test "a missing directory is named" {
    complains "cannot change to the job's directory '/nowhere': No such file" -E/nowhere true
}

@test "-E: no discipline and no limit; -M: both" {
    local limit
    limit=$(ulimit -n)
    run_mosrun -E bash -c 'ulimit -n; ulimit -n 512 && echo changed'
    assert_line --index 0 "$limit"
    assert_line --index 1 changed
    run_mosrun -M -e bash -c 'ulimit -n; ulimit -n 512 && echo changed'
    assert_line --index 0 1024
    refute_line changed
}

@test "it is the same process" {
    run bash -c 'echo $$; exec "$@"' - "$mosrun" sh -c 'echo $$'
    assert_equal "${lines[0]}" "${lines[1]}"
}

@test "at most 1024 open files, soft and hard" {
    run_mosrun bash -c 'ulimit -Sn; ulimit -Hn'
    assert_line --index 0 1024
    assert_line --index 1 1024
}

@test "a lower limit of open files stays" {
    run bash -c 'ulimit -n 256; exec "$@"' - "$mosrun" bash -c 'ulimit -Sn; ulimit -Hn'
    assert_line --index 0 256
    assert_line --index 1 256
}

@test "exit status and signals pass" {
    local status_wanted
    for status_wanted in 0 1 7 255; do
        run_mosrun sh -c "exit $status_wanted"
        assert_equal "$status" "$status_wanted"
    done
    run "$mosrun" sh -c 'kill -TERM $$'
    assert_equal "$status" 143
}

@test "standard input, output and error pass" {
    run bash -c 'echo in | "$1" sh -c "cat; echo err >&2" 2>&1' - "$mosrun"
    assert_line in
    assert_line err
}

@test "a program that is not in PATH" {
    run_missing no-such-program
    assert_output "mosrun: cannot run 'no-such-program': not found in PATH"
}

@test "a program that is not there" {
    run_missing ./no/such/program
    assert_output "mosrun: cannot run './no/such/program': No such file or directory"
}

@test "a program whose interpreter is not there" {
    printf '#!/no/such/interpreter\n' >"$BATS_TEST_TMPDIR/script"
    chmod +x "$BATS_TEST_TMPDIR/script"
    run_missing "$BATS_TEST_TMPDIR/script"
    assert_output --partial 'the interpreter that it names does not exist'
}

@test "a program that is not executable, and a directory" {
    touch "$BATS_TEST_TMPDIR/file"
    run_mosrun "$BATS_TEST_TMPDIR/file"
    assert_failure 126
    assert_output --partial 'is it a program that you may execute?'
    run_mosrun "$BATS_TEST_TMPDIR"
    assert_failure 126
}

@test "an empty program name" {
    run_missing ''
}

@test "a script without an interpreter line runs in the shell" {
    echo 'echo ran' >"$BATS_TEST_TMPDIR/script"
    chmod +x "$BATS_TEST_TMPDIR/script"
    run_mosrun -e "$BATS_TEST_TMPDIR/script"
    assert_output ran
}
