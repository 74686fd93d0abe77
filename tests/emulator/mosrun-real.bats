#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Profile 4.4.3: mosrun's command line, programs that cannot be run, and environment. What is
# expected was seen on MOSIX 4.4.3 [real], unless a test says otherwise. The parser's table has its
# own test, tests/unit/test_emulator_options.c.

setup() {
    load mosrun.bash
    mosrun_setup
    use_profile 4.4.3
    export MOSIX_EMULATOR_HOME=10.77.0.1
}

# usage WORD...: mosrun prints its usage and runs nothing.
usage() {
    run_mosrun "$@"
    assert_failure 1
    assert_line --index 0 'mosrun - MOSIX Version 4.4.3'
    # Of the emulator: the reason, last.
    assert_line --partial 'mosrun: emulator: '
}

# says LINE WORD...: mosrun says that alone, and runs nothing.
says() {
    local line=$1
    shift
    run_mosrun "$@"
    assert_failure 1
    assert_output "$line"
}

@test "what gets the usage" {
    local words
    for words in '' -y -- -v --version -Le -g1 '-r node1' -N -Nx -A-1 -m262144 -d10001 -C '-z prog' \
        -J1 -q -Q -P2 -D1 -j1-2 -E -M -i; do
        # shellcheck disable=SC2086 # several words
        case $words in
        '' | -z*) usage $words ;;
        *) usage $words sh -c 'echo it ran' ;;
        esac
        refute_line 'it ran'
    done
}

@test "every option that 4.4.3 has, and the obsolete ones" {
    accepts -b -h -l -L -g -G -e -w -u -c -n -F
    accepts -G2 -N3 -N0 -A1 -A0 -m10 -m0 -d0 -d 5000 -C/tmp/ck -X/dir -X /dir2 -p
    accepts -z /bin/true zero
    local letter
    for letter in t T k; do
        run_mosrun "-$letter" echo ran
        assert_success
        assert_output "mosrun: The '-$letter' argument is obsolete."$'\nran'
    done
}

@test "of opposites the last one counts" {
    run_mosrun -e -w -L -l env
    assert_equal "$(variable MOSIX_EMULATOR_SYSCALLS)" report
    assert_equal "$(variable MOSIX_EMULATOR_LOCK)" 0
    run_mosrun -w -e -l -L env
    assert_equal "$(variable MOSIX_EMULATOR_SYSCALLS)" error
    assert_equal "$(variable MOSIX_EMULATOR_LOCK)" 1
}

@test "places to start at" {
    local place
    for place in -rnode1 -r10.77.0.1 -10.77.0.1 -1; do
        accepts "$place"
    done
    for place in -rnowhere.invalid -2 -0 -99; do
        usage "$place" echo ran
        usage -F "$place" echo ran
    done
    for place in 10.77.0.9 1.2.3.4; do
        says "MOSRUN: failed migrating to $place: not in map" "-$place" echo ran
        says "MOSRUN: failed migrating to $place: not in map" "-r$place" echo ran
        accepts -F "-$place"
    done
}

@test "private directories" {
    says 'MOSRUN: Invalid private-directory name (p1)' -Xp1 true
    says 'MOSRUN: Disallowed private-directory name (/etc)' -X/etc true
    says 'MOSRUN: Disallowed private-directory name (/dev)' -X /dev true
    says 'MOSRUN: Too many private directories' \
        -X/1 -X/2 -X/3 -X/4 -X/5 -X/6 -X/7 -X/8 -X/9 -X/a -X/b true
}

# cannot_run STATUS PROGRAM: status 1 and errno times 256.
cannot_run() {
    run_mosrun -e "$2"
    assert_failure 1
    assert_line --index 0 "status=$1"
    assert_equal "${#lines[@]}" 2
}

@test "programs that cannot be run" {
    cannot_run 0x200 no-such-program
    cannot_run 0x200 ./no/such/program
    cannot_run 0x200 ''
    printf '#!/no/such/interpreter\n' >"$BATS_TEST_TMPDIR/script"
    chmod +x "$BATS_TEST_TMPDIR/script"
    cannot_run 0x200 "$BATS_TEST_TMPDIR/script"
    touch "$BATS_TEST_TMPDIR/file"
    cannot_run 0xd00 "$BATS_TEST_TMPDIR/file"
    cannot_run 0xd00 "$BATS_TEST_TMPDIR"
    echo 'echo ran' >"$BATS_TEST_TMPDIR/plain"
    chmod +x "$BATS_TEST_TMPDIR/plain"
    run_mosrun -e "$BATS_TEST_TMPDIR/plain"
    assert_success
    assert_output ran
}

@test "mosrun inside of mosrun" {
    says 'MOSRUN: Error 220, Function not implemented' -e "$mosrun" -e true
    says 'MOSRUN: Error 220, Function not implemented' -e "$mosenv" true
}

# started_by_user PROGRAM WORD...: as an ordinary user, with some variables.
started_by_user() {
    local as=() place=$emulator program=$1
    shift
    if [ "$(id -u)" -eq 0 ]; then
        command -v setpriv >/dev/null || skip 'becoming an ordinary user needs setpriv'
        # A place where that user may run programs.
        place=$(mktemp -d)
        chmod a+rx "$place"
        cp "$mosrun" "$library" "$place"
        ln -s mosrun "$place/mosenv"
        as=(setpriv --reuid 65534 --regid 65534 --clear-groups)
    fi
    run "${as[@]}" env LD_BIND_NOW=1 MALLOC_PERTURB_=0 GLIBC_TUNABLES=glibc.malloc.check=0 TMPDIR=/x \
        "$place/$program" "$@" -e /usr/bin/env
    [ "$place" = "$emulator" ] || rm -r "$place"
    assert_success
}

@test "an ordinary user's mosrun drops what a setuid program loses" {
    started_by_user mosrun
    refute_line --regexp '^(LD_BIND_NOW|MALLOC_PERTURB_|GLIBC_TUNABLES|TMPDIR)='
}

@test "an ordinary user's mosenv keeps LD_* and MALLOC_* alone" {
    started_by_user mosenv
    assert_line LD_BIND_NOW=1
    assert_line MALLOC_PERTURB_=0
    refute_line --regexp '^(GLIBC_TUNABLES|TMPDIR)='
}

@test "-aNAME=VALUE gives the program a variable" {
    started_by_user mosrun -aGLIBC_TUNABLES=glibc.pthread.rseq=0 -aODD=$'a\nb=c'
    assert_line GLIBC_TUNABLES=glibc.pthread.rseq=0
    assert_output --partial $'ODD=a\nb=c'
    run env A=1 "$mosrun" -aA=2 -e env
    assert_line A=2
    refute_line A=1
}

@test "-aLD_PRELOAD=LIBRARY comes after the emulator's own" {
    local other
    other=$(ldconfig -p | sed -n 's/.*libm\.so\.6.*x86-64.*=> //p' | head -n 1)
    [ -n "$other" ] || skip 'this needs a libm.so.6 that ldconfig knows'
    started_by_user mosrun "-aLD_PRELOAD=$other"
    assert_line --regexp "^LD_PRELOAD=.*/libmosix-emulator\.so:$other\$"
}

@test "started by root, mosrun drops nothing" {
    [ "$(id -u)" -eq 0 ] || skip 'this needs root'
    run env LD_BIND_NOW=1 GLIBC_TUNABLES=glibc.malloc.check=0 TMPDIR=/x "$mosrun" -e env
    assert_line LD_BIND_NOW=1
    assert_line GLIBC_TUNABLES=glibc.malloc.check=0
    assert_line TMPDIR=/x
}

@test "what the emulator cannot do, it says [assumed]" {
    complains '-S{maxjobs} is accepted, but the emulator cannot do it' -S5 commands
    complains '-R{filename} is accepted, but the emulator cannot do it' -Rckpt.1
}
