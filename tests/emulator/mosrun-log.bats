#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The line that each start appends to the file of MOSIX_EMULATOR_LOG.

setup() {
    load mosrun.bash
    mosrun_setup
    export MOSIX_EMULATOR_LOG=$BATS_TEST_TMPDIR/log
}

@test "a line tells who, what and with which effect" {
    # Its options are those of the manual.
    manual_of_2009
    run_mosrun -w -L -G2 -J7 -rnode -m5 sh -c 'echo $$'
    assert_success
    assert_equal "$(cat "$MOSIX_EMULATOR_LOG")" \
        "pid=$output argv=('$mosrun' '-w' '-L' '-G2' '-J7' '-rnode' '-m5' 'sh' '-c' 'echo \$\$')\
 home=127.0.0.1 native=no profile=modern mode=report threads=refuse lock=1 class=2 jobid=7\
 program='sh' cwd='' accepted-only=('-r{hostname}' '-G[{class}]' '-m{mb}')"
}

@test "in profile 4.4.3 as well" {
    real_discipline
    run_real -w -L -g -1 -m5 sh -c 'echo $PPID'
    assert_success
    assert_equal "$(sed 's/argv=([^)]*)/argv=(...)/' "$MOSIX_EMULATOR_LOG")" \
        "pid=$output argv=(...)\
 home=127.0.0.1 native=no profile=4.4.3 mode=report threads=refuse lock=1 class=0 jobid=0\
 program='sh' cwd='' accepted-only=('-{a.b.c.d} or -{n}' '-g' '-m{mb}')"
}

@test "a native batch job has no discipline to tell" {
    # 4.4.3 has none.
    manual_of_2009
    run_mosrun -E/tmp true
    run cat "$MOSIX_EMULATOR_LOG"
    assert_output --partial 'native=yes lock=0'
    assert_output --partial "cwd='/tmp'"
    refute_output --partial 'profile='
}

@test "odd words are quoted as a shell reads them, in one line" {
    run_mosrun true $'a\nb' "it's" $'\xff' ''
    assert_equal "$(wc -l <"$MOSIX_EMULATOR_LOG")" 1
    local words
    words=$(sed 's/.* argv=(\(.*\)) home=.*/\1/' "$MOSIX_EMULATOR_LOG")
    eval "set -- $words"
    assert_equal "$3" $'a\nb'
    assert_equal "$4" "it's"
    assert_equal "$5" $'\xff'
    assert_equal "$6" ''
}

@test "a refused command line leaves no line" {
    run_mosrun -y true
    assert_failure 1
    [ ! -e "$MOSIX_EMULATOR_LOG" ]
}

@test "starts at the same time do not mix" {
    local i
    for i in {1..40}; do
        "$mosrun" -e true "$i" &
    done
    wait
    assert_equal "$(grep -c "^pid=[0-9]* argv=.* accepted-only=()\$" "$MOSIX_EMULATOR_LOG")" 40
}
