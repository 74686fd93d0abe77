#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
# shellcheck disable=SC2154 # of make check
#
# contrib/mosix-vm says what is wrong before it makes anything. No machine is started, and no MOSIX
# is needed.

bats_load_library bats-support
bats_load_library bats-assert

setup() {
    vm=$top_srcdir/contrib/mosix-vm
    hidden=()
    cache=$BATS_TEST_TMPDIR/cache
    unset MOSIX_TARBALL
    export XDG_CACHE_HOME=$cache
    export TMPDIR=$BATS_TEST_TMPDIR/tmp
    mkdir "$TMPDIR"
    cd "$BATS_TEST_TMPDIR" || return
}

# refuses TEXT ARGUMENT...: with status 2 and that text, and nothing is left behind.
refuses() {
    local text=$1
    shift
    run timeout 30 "${hidden[@]}" "$vm" "$@" </dev/null
    assert_equal "$status" 2
    assert_output --partial "mosix-vm: "
    assert_output --partial "$text"
    [ ! -e "$cache" ] || fail 'something was made in the cache'
    assert_equal "$(ls "$TMPDIR")" ''
}

# make_tarball FILE [MISSING]: with programs of the right names, but for one.
make_tarball() {
    local program
    mkdir -p mosix-4.4.3
    for program in mosrun mosenv mosd mosixd mosremoted mospostald mossetpe mosctl mosps mosmigrate; do
        head -c 20000 /dev/urandom >mosix-4.4.3/$program
    done
    rm -f "mosix-4.4.3/${2:-none}"
    tar -caf "$1" mosix-4.4.3
}

@test "no tarball" {
    refuses '--mosix FILE, or MOSIX_TARBALL=FILE' -- id
}

@test "a tarball that is not there" {
    refuses '/no/such.tbz: there is no such file' --mosix /no/such.tbz -- id
    MOSIX_TARBALL=/no/other.tbz refuses '/no/other.tbz: there is no such file' -- id
}

@test "a directory instead of a tarball" {
    refuses 'not a file that can be read' --mosix / -- id
}

@test "a file that is no tarball" {
    echo text >file.tbz
    refuses 'file.tbz is no tarball' --mosix file.tbz -- id
    : >empty.tbz
    refuses 'empty.tbz' --mosix empty.tbz -- id
}

@test "a tarball of something else" {
    mkdir other && echo text >other/file
    tar -cf other.tar other
    refuses 'other.tar is not a tarball of MOSIX 4: it does not hold mosrun mosenv mosd' \
        --mosix other.tar -- id
}

@test "a tarball of MOSIX without one of its programs" {
    make_tarball part.tgz mossetpe
    refuses 'part.tgz is not a tarball of MOSIX 4: it does not hold mossetpe' --mosix part.tgz -- id
}

@test "tarballs that were cut off" {
    make_tarball whole.tar
    for kind in bz2 gz; do
        make_tarball "whole.tar.$kind"
        head -c 150000 "whole.tar.$kind" >"short.tar.$kind"
        refuses "short.tar.$kind is damaged" --mosix "short.tar.$kind" -- id
    done
    head -c 150000 whole.tar >short.tar
    refuses 'short.tar is no tarball, or it is damaged' --mosix short.tar -- id
}

@test "a tarball with one changed byte" {
    local byte
    make_tarball whole.tar.bz2
    # The tarball is random, so any constant would be the byte's old value now and then.
    byte=$(od -An -tu1 -j100000 -N1 whole.tar.bz2)
    printf '%b' "\\0$(printf %o $((byte ^ 1)))" |
        dd of=whole.tar.bz2 bs=1 seek=100000 conv=notrunc status=none
    refuses 'whole.tar.bz2 is damaged' --mosix whole.tar.bz2 -- id
}

@test "arguments that cannot be" {
    refuses '--on debian10: there are debian11, debian12 and debian13' --on debian10 -- id
    refuses '--nodes 4: a number from 1 to 3 is wanted' --nodes 4 -- id
    refuses '--nodes two: a number from 1 to 3' --nodes two -- id
    refuses '--limit 0: a number from 1' --limit 0 -- id
    refuses '--user nobody: there are mpi and root' --user nobody -- id
    refuses '--share /no/such: there is no such directory' --share /no/such -- id
    refuses '--before /no/such: this cannot be read' --before /no/such -- id
    refuses '--source /: this is no source tree of openmpi-mosix' --source / -- id
    refuses "unknown argument 'id'" id
    refuses "unknown argument '--what'" --what -- id
    refuses '--limit wants a value' --limit
    refuses 'no command' --on debian12
    refuses '--demo takes no command' --demo -- id
    refuses '--before /tmp: this is a directory' --before /tmp -- id
    refuses '--user root: mpirun refuses root' --demo --user root
    refuses '--demo balance wants a node to move to: --nodes 2' --demo balance
}

# hide PROGRAM: a command in front of another one, for which that program cannot be run.
hide() {
    hidden=(unshare --mount sh -c "mount --bind /dev/null $(command -v "$1")"' && exec "$@"' -)
    "${hidden[@]}" true 2>/dev/null || skip 'this needs root, who may mount'
}

@test "a machine without QEMU" {
    command -v qemu-system-x86_64 >/dev/null || skip 'this needs a machine with QEMU'
    make_tarball whole.tar
    hide qemu-system-x86_64
    refuses 'this needs qemu-system-x86_64 (Debian, Ubuntu: qemu-system-x86' --mosix whole.tar -- id
}

@test "a machine without debootstrap" {
    make_tarball whole.tar
    command -v qemu-system-x86_64 debootstrap >/dev/null || skip 'this needs qemu and debootstrap'
    hide debootstrap
    refuses 'making the images needs debootstrap (Debian, Ubuntu: debootstrap' --mosix whole.tar -- id
}

@test "a disk without space says how much is needed" {
    make_tarball whole.tar
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null || skip 'this needs root, or sudo'
    command -v qemu-system-x86_64 debootstrap >/dev/null || skip 'this needs qemu and debootstrap'
    mkdir bin
    printf '#!/bin/sh\necho "Filesystem 1M-blocks Used Available"\necho "disk 9 9 17 1%% /"\n' >bin/df
    chmod +x bin/df
    PATH=$PWD/bin:$PATH refuses 'MB in' --mosix whole.tar -- id
    assert_output --partial '17 MB are free'
    assert_output --regexp 'needs [0-9]+ MB'
}

@test "--help names every option and needs nothing" {
    run "$vm" --help
    assert_success
    for option in --mosix --on --nodes --user --share --limit --cache --source --cpus --memory \
        --demo --prepare --before --no-start --no-wait --plain --append; do
        assert_output --partial -- "$option"
    done
    assert_output --partial 'Examples:'
}

@test "of an unpacked tarball the package is made of everything but what builds left" {
    mkdir -p source/{build,build-fuzz,debian/build,tests/build,mosix/.libs} && cd source || return
    touch build/file build-fuzz/file debian/build/file mosix/.libs/file mosix/file.o \
        configure debian/rules mosix/file.c tests/build/Makefile.am
    # shellcheck disable=SC2016 # for the other shell
    run bash -c '. "$1/debian.sh" && . "$1/mosix-vm/source.sh" && source_files | sort' - "$top_srcdir/contrib/lib"
    assert_output $'configure\ndebian/rules\nmosix/file.c\ntests/build/Makefile.am'
}

# fake_vm: a cache with an image that says it is one, and a QEMU that runs $BATS_TEST_TMPDIR/machine
# instead, in the directory of the fifos and of the job. Nothing is booted.
fake_vm() {
    local hash
    command -v setsid setpriv >/dev/null || skip 'this needs setsid and setpriv'
    make_tarball whole.tar
    mkdir -p bin source/debian "$cache/openmpi-mosix/vm/debian12/"{base,images}
    touch source/debian/rules source/--x "$cache/openmpi-mosix/vm/debian12/base/"{made-of,vmlinuz,initrd}
    printf '#!/bin/bash\ncase "$*" in *only-say-hello*) exit 1 ;; esac\n. %q\n' \
        "$PWD/machine" >bin/qemu-system-x86_64
    chmod +x bin/qemu-system-x86_64
    # shellcheck disable=SC2016 # for the other shell
    hash=$(top_srcdir=$top_srcdir run=$PWD source=$PWD/source bash -c '
        for part in common image package source; do . "$top_srcdir/contrib/lib/mosix-vm/$part.sh"; done
        pack_source "$run/source.tar"
        (base_recipe && image_recipe && hash_of <"$run/source.tar") | hash_of')
    head -c 2000 /dev/zero >image
    printf '\x53\xef' | dd of=image bs=1 seek=1080 conv=notrunc status=none
    mv image "$cache/openmpi-mosix/vm/debian12/images/$hash"
    fake=(env "PATH=$PWD/bin:$PATH" timeout 30 "$vm" --mosix "$PWD/whole.tar" --source source)
}

@test "output, errors and the status are passed on, and slow readers get everything" {
    fake_vm
    cat >machine <<'END'
exec >out 2>err
seq 30000
echo oops >&2
echo exit 7 >control
sleep 20
END
    run bash -c '"$@" 2>errors | (sleep 1; cat) | tail -n 1; exit "${PIPESTATUS[0]}"' - "${fake[@]}" -- id
    assert_equal "$status" 7
    assert_output 30000
    assert_equal "$(cat errors)" oops
    assert_equal "$(ls "$TMPDIR")" ''
}

@test "the limit holds for a QEMU that opens nothing, and for what a wrapper started" {
    fake_vm
    echo 'sleep 25' >machine
    SECONDS=0
    run "${fake[@]}" --limit 1 -- id
    assert_equal "$status" 124
    printf 'exec 5>out\nsleep 25 &\nwait\n' >machine
    run "${fake[@]}" --limit 1 -- id
    assert_equal "$status" 124
    [ "$SECONDS" -lt 15 ]
}

@test "output that cannot be written ends the run" {
    fake_vm
    printf 'exec >out\nseq 100000\necho at work >control\nsleep 25\n' >machine
    SECONDS=0
    run bash -c '"$@" | head -n 1; exit "${PIPESTATUS[0]}"' - "${fake[@]}" -- id
    assert_equal "$status" 141
    assert_line 1
    [ "$SECONDS" -lt 15 ]
    printf 'echo hi >out\necho exit 0 >control\nsleep 25\n' >machine
    run bash -c '"$@" >/dev/full' - "${fake[@]}" -- id
    assert_equal "$status" 141
    run bash -c '"$@" >&-' - "${fake[@]}" -- id
    assert_equal "$status" 141
}

@test "relative places, odd names, CDPATH and numbers that begin with 0" {
    fake_vm
    printf 'cat job/settings >out\necho "$*" >out\necho exit 0 >control\nsleep 25\n' >machine
    mkdir -p -- ./-dash $'line\n' elsewhere/contrib
    export TMPDIR=tmp XDG_CACHE_HOME=cache CDPATH=$PWD/elsewhere
    run "${fake[@]}" --cache cache/openmpi-mosix/vm --limit 0020 --share -dash -- id
    assert_success
    assert_line patience=13
    assert_line user=mpi
    assert_output --partial "path=$PWD/-dash,"
    run "${fake[@]}" --share $'line\n' -- id
    assert_success
    assert_output --partial $'line\n,security'
    assert_equal "$(ls tmp)" ''
}

@test "a full place for temporary files is not the tarball's fault" {
    make_tarball whole.tar.gz
    unshare --mount true 2>/dev/null || skip 'this needs root, who may mount'
    # shellcheck disable=SC2016 # for the other shell
    hidden=(unshare --mount sh -c 'mount -t tmpfs -o size=64k none "$TMPDIR" && exec "$@"' -)
    refuses 'could not be unpacked into' --mosix whole.tar.gz -- id
    assert_output --partial 'No space left'
}
