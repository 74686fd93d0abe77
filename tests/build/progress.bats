#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# What contrib/check shows while tests run: how far they are, what failed, how long each took.

bats_load_library bats-support
bats_load_library bats-assert

setup() {
    cd "$BATS_TEST_TMPDIR"
    export MOSIX_CHECK_DRIVER=$top_srcdir/build-aux/tap-driver.sh MOSIX_CHECK_TIMES=$PWD/times
    export MOSIX_CHECK_TOTAL=7 MOSIX_CHECK_SUITE=room MOSIX_CHECK_INTERVAL=20
    : >times
}

# drive NAME COMMAND...: as make does; what is told goes to the file told. bats would wait for the sleep that is left.
drive() {
    local name=$1
    shift
    "$top_srcdir/tests/lib/timed-driver" --test-name "$name" --log-file "$name.log" \
        --trs-file "$name.trs" --color-tests no --enable-hard-errors yes --expect-failure no \
        -- "$@" 9>told 3>&-
}

@test 'check --on wants the name of a Debian, and refuses all others before it does anything' {
    run "$top_srcdir/contrib/check" --on
    assert_failure 2
    assert_output --partial 'usage: contrib/check'
    run "$top_srcdir/contrib/check" --slow --on debian9 launch
    assert_failure 1
    assert_output 'check: --on debian9: there are debian11, debian12 and debian13'
}

@test 'a file that passes is one line, and its time is kept' {
    run drive good.bats printf '1..2\nok 1 - a\nok 2 - b # skip no tool\n'
    assert_success
    assert_output ''
    run cat told
    assert_output --regexp '^\[1 of 7\] room/good\.bats: [0-9]+ s, 1 passed, 1 skipped$'
    run cat times
    assert_output --regexp '^[0-9]+ room/good\.bats$'
    run drive other.bats printf '1..1\nok 1 - a\n'
    run cat told
    assert_output --regexp '^\[2 of 7\] room/other\.bats: [0-9]+ s, 1 passed$'
}

@test 'tests that fail, and files that break, are named and are in the .trs file' {
    drive bad.bats printf '1..2\nok 1 - a\nnot ok 2 - b\n# because\n'
    run cat told
    assert_line --regexp '^\[1 of 7\] room/bad\.bats: [0-9]+ s, 1 passed, 1 failed$'
    assert_line 'FAIL: bad.bats 2 - b'
    run grep -c '^:test-result: FAIL' bad.bats.trs
    assert_output 1
    run cat bad.bats.log
    assert_line '# because'
    drive broken.bats sh -c 'echo 1..1; echo "ok 1 - a"; exit 3'
    run cat told
    assert_line 'ERROR: broken.bats - exited with status 3'
}

@test 'arguments reach the test as they are' {
    drive words.bats sh -c '[ "$1" = "a  b" ] && [ -z "$2" ] && echo 1..1 && echo "ok 1 - c"' \
        sh 'a  b' ''
    run cat told
    assert_output --partial '1 passed'
}

@test 'a file that takes long gives signs of life' {
    cat >long.sh <<'END'
# wait_for TEXT: until it was told, at most 30 seconds.
wait_for() {
    tenths=300
    until grep -q "$1" told || [ $tenths -eq 0 ]; do
        tenths=$((tenths - 1))
        sleep 0.1
    done
}
echo 1..2
wait_for 'no result yet'
echo 'ok 1 - quick'
wait_for 'ok 1 - quick'
echo '# step 2'
wait_for 'step 2'
echo 'ok 2 - slow'
END
    MOSIX_CHECK_INTERVAL=0.2 drive long.bats sh long.sh
    run cat told
    assert_line --regexp '^ +room/long\.bats: [0-9]+ s, no result yet$'
    assert_line --regexp '^ +room/long\.bats: [0-9]+ s, ok 1 - quick$'
    assert_line --regexp '^ +room/long\.bats: [0-9]+ s, # step 2$'
}
