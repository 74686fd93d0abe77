#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# What the program finds in its environment, started by mosrun and by mosenv.

setup() {
    load mosrun.bash
    mosrun_setup
    manual_of_2009
}

# What a setuid program loses.
lost_variables=(
    LD_LIBRARY_PATH=/nowhere LD_BIND_NOW=1 LD_WHATEVER=x
    MALLOC_CHECK_=0 MALLOC_ARENA_MAX=3 MALLOC_PERTURB_=0
    GCONV_PATH=/nowhere GETCONF_DIR=/nowhere GLIBC_TUNABLES=glibc.malloc.check=0
    HOSTALIASES=/nowhere LOCALDOMAIN=x LOCPATH=/nowhere NIS_PATH=x NLSPATH=/nowhere
    RESOLV_HOST_CONF=/nowhere RES_OPTIONS=debug TMPDIR=/nowhere TZDIR=/nowhere
)

# started_by PROGRAM VARIABLE...: the environment that a program started by it has.
started_by() {
    local program=$1
    shift
    run env -i PATH=/usr/bin:/bin MOSIX_EMULATOR_PROFILE=2009 "$@" "$program" -e /usr/bin/env
    assert_success
}

@test "mosrun drops what a setuid program loses" {
    local entry
    for entry in "${lost_variables[@]}"; do
        started_by "$mosrun" "$entry"
        refute_line --regexp "^${entry%%=*}="
    done
}

@test "mosenv keeps what a setuid program loses" {
    local entry
    for entry in "${lost_variables[@]}"; do
        started_by "$mosenv" "$entry"
        assert_line "$entry"
    done
}

@test "similar names stay" {
    started_by "$mosrun" LDX=1 XLD_A=2 MALLOC=3 TMPDIRS=4 LD=5
    assert_line LDX=1
    assert_line XLD_A=2
    assert_line MALLOC=3
    assert_line TMPDIRS=4
    assert_line LD=5
}

@test "the emulator's library is preloaded" {
    started_by "$mosrun"
    assert_line "LD_PRELOAD=$library"
}

@test "mosrun drops the user's LD_PRELOAD" {
    started_by "$mosrun" LD_PRELOAD=/lib/x86_64-linux-gnu/libm.so.6
    assert_line "LD_PRELOAD=$library"
}

@test "mosenv keeps the user's LD_PRELOAD after its own" {
    local other
    other=$(ldconfig -p | sed -n 's/.*libm\.so\.6.*x86-64.*=> //p' | head -n 1)
    [ -n "$other" ] || skip 'this needs a libm.so.6 that ldconfig knows'
    started_by "$mosenv" "LD_PRELOAD=$other"
    assert_line "LD_PRELOAD=$library:$other"
}

@test "the library comes once, however often mosenv starts mosenv" {
    run "$mosenv" -e "$mosenv" -e "$mosenv" -e env
    assert_line "LD_PRELOAD=$library"
}

@test "everything else arrives byte for byte and in order" {
    local expected
    local variables=(MOSIX_EMULATOR_PROFILE=2009 $'A=one\ntwo' $'B=\xff\xfe' C= 'D= x=y ' E=$'\t')
    expected=$(env -i "${variables[@]}" "$probes/probe_argv" | sed '1,/^$/d')
    run env -i "${variables[@]}" "$mosrun" "$probes/probe_argv"
    assert_success
    assert_output --partial "$expected"
}

@test "what the program is told without options" {
    run_mosrun env
    assert_equal "$(variable MOSIX_EMULATOR_RUN)" 127.0.0.1
    assert_equal "$(variable MOSIX_EMULATOR_SYSCALLS)" kill
    assert_equal "$(variable MOSIX_EMULATOR_LOCK)" 0
    assert_equal "$(variable MOSIX_EMULATOR_CLASS)" 0
    assert_equal "$(variable MOSIX_EMULATOR_JOBID)" 0
    assert_equal "$(variable MOSIX_EMULATOR_FILTER)" modern:kill:refuse
    refute_line --partial MOSIX_EMULATOR_MEMORY
    refute_line --partial MOSIX_EMULATOR_DECAY
    refute_line --partial MOSIX_EMULATOR_COUNT
    refute_line --partial MOSIX_EMULATOR_LOCALTIME
}

@test "what the program is told with options" {
    MOSIX_EMULATOR_HOME=10.1.2.3 run_mosrun -w -L -G -J7 -m9 -d5 -n -t env
    assert_equal "$(variable MOSIX_EMULATOR_RUN)" 10.1.2.3
    assert_equal "$(variable MOSIX_EMULATOR_SYSCALLS)" report
    assert_equal "$(variable MOSIX_EMULATOR_LOCK)" 1
    assert_equal "$(variable MOSIX_EMULATOR_CLASS)" 1
    assert_equal "$(variable MOSIX_EMULATOR_JOBID)" 7
    assert_equal "$(variable MOSIX_EMULATOR_MEMORY)" 9
    assert_equal "$(variable MOSIX_EMULATOR_DECAY)" 5
    assert_equal "$(variable MOSIX_EMULATOR_COUNT)" 1
    assert_equal "$(variable MOSIX_EMULATOR_LOCALTIME)" 1
}

@test "a native batch job is told nothing and gets no library" {
    run_mosrun -E env
    assert_success
    # But for the profile, which the test has set.
    assert_equal "$(grep -o '^MOSIX_EMULATOR_[A-Z]*=.*' <<<"$output")" MOSIX_EMULATOR_PROFILE=2009
    refute_line --partial LD_PRELOAD
}

@test "a bad address, profile, switch, fault, library or log is refused" {
    MOSIX_EMULATOR_HOME=localhost complains "MOSIX_EMULATOR_HOME='localhost' is not an address" true
    MOSIX_EMULATOR_DISCIPLINE=strict complains "MOSIX_EMULATOR_DISCIPLINE='strict' is unknown" true
    MOSIX_EMULATOR_THREADS=yes complains "MOSIX_EMULATOR_THREADS='yes' is unknown" true
    MOSIX_EMULATOR_FAULTS=box=0 complains "fault 'box=0' is out of range" true
    MOSIX_EMULATOR_FAULTS=box=1,noise complains "unknown fault 'noise'" true
    MOSIX_EMULATOR_LIBRARY=/nowhere.so complains '/nowhere.so cannot be read' true
    MOSIX_EMULATOR_LIST=all complains "MOSIX_EMULATOR_LIST='all' is unknown" true
    MOSIX_EMULATOR_LOG=/nowhere/log complains "MOSIX_EMULATOR_LOG='/nowhere/log'" true
}

@test "a library that LD_PRELOAD cannot name is refused" {
    local directory="$BATS_TEST_TMPDIR/a b"
    mkdir "$directory"
    cp "$library" "$directory/x.so"
    MOSIX_EMULATOR_LIBRARY="$directory/x.so" complains 'no blank and no colon' true
    cd "$directory"
    MOSIX_EMULATOR_LIBRARY=x.so complains "must begin with '/'" true
}
