#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# No two files need each other, directly or through others, by including or by calling. A module is
# x.c with its x.h. First the tools that find circles are tried on trees of three small files.

bats_load_library bats-support
bats_load_library bats-assert

rooms=(mosix btl-mosix odls-mosix contrib)

setup() {
    dependencies=$top_srcdir/tests/build/dependencies
    cd "$BATS_TEST_TMPDIR"
    mkdir -p tree/room
}

# put NAME LINE...: a file of the small tree.
put() {
    local name=$1
    shift
    printf '%s\n' "$@" >"tree/room/$name"
}

# compile PREFIX NAME...: the object of NAME.c gets the name that automake would give it.
compile() {
    local prefix=$1 name
    shift
    for name; do
        ${CC:-cc} -c -o "tree/room/$prefix$name.o" "tree/room/$name.c"
    done
}

# circles INCLUDES-OR-CALLS...: of the small tree.
circles() {
    local what
    for what; do
        case $what in
        includes) "$dependencies" includes tree room ;;
        calls) "$dependencies" calls tree tree room ;;
        esac
    done | awk -f "$top_srcdir/tests/build/circles.awk"
}

# Three files, each of which uses the next one, but not the other way round.
put_chain() {
    put first.c '#include "second.h"' 'void first(void) { second(); }'
    put second.h 'void second(void);'
    put second.c '#include "second.h"' '#include "third.h"' 'void second(void) { third(); }'
    put third.h 'void third(void);' 'extern int number;'
    put third.c '#include <stdio.h>' '#include "third.h"' 'int number;' \
        'void third(void) { puts("end"); }'
}

@test 'a chain is not a circle' {
    put_chain
    compile '' first second third
    run "$dependencies" includes tree room
    assert_output $'room/first room/second\nroom/second room/third'
    run "$dependencies" calls tree tree room
    assert_output $'room/first room/second\nroom/second room/third'
    run circles includes calls
    assert_output ''
}

@test 'a circle of includes is found, and its files are named' {
    put_chain
    put third.h '#  include "first.h"' 'void third(void);'
    put first.h
    run circles includes
    assert_line --index 0 'circle: room/first room/second room/third'
    assert_line '    room/third needs room/first'
}

@test 'a circle of calls is found, whatever automake and libtool call the objects' {
    put_chain
    put third.c 'void first(void);' 'void third(void) { first(); }'
    mkdir tree/room/.libs
    for prefix in '' program- .libs/ .libs/libsome_la-; do
        compile "$prefix" first second third
        run circles calls
        assert_line --index 0 'circle: room/first room/second room/third'
        find tree -name '*.o' -delete
    done
}

@test 'a circle that is closed by one include and one call is found' {
    put first.c '#include "second.h"' 'void first(void) {}'
    put second.h '#define SECOND 2'
    put second.c 'void first(void);' 'void second(void) { first(); }'
    compile '' first second
    run circles includes
    assert_output ''
    run circles calls
    assert_output ''
    run circles includes calls
    assert_line --index 0 'circle: room/first room/second'
}

@test 'data, functions of libc and programs that share no function close no circle' {
    put_chain
    put third.c 'extern int shared;' 'int number;' 'void puts_number(void);' \
        'void third(void) { number = shared; }'
    put first.c '#include "second.h"' 'int shared;' 'void first(void) { second(); }' \
        'void puts(void) {}'
    put other.c '#include <stdio.h>' 'void third(void) { puts("other"); }'
    compile one- first second third
    compile two- other
    run "$dependencies" calls tree tree room
    assert_output $'room/first room/second\nroom/second room/third'
}

# judge NAME: the circles of the whole tree, whose pairs the standard input has.
judge() {
    cat >"$1"
    [ -s "$1" ] || fail "no $1 were found at all"
    run awk -f "$top_srcdir/tests/build/circles.awk" "$1"
    assert_output ''
}

@test 'the tree has no circle of includes' {
    "$dependencies" includes "$top_srcdir" "${rooms[@]}" | judge includes
}

@test 'the tree has no circle of calls' {
    "$dependencies" calls "$top_srcdir" "$top_builddir" "${rooms[@]}" | judge calls
}

@test 'the tree has no circle of includes and calls together' {
    {
        "$dependencies" includes "$top_srcdir" "${rooms[@]}"
        "$dependencies" calls "$top_srcdir" "$top_builddir" "${rooms[@]}"
    } | sort -u | judge includes-and-calls
}

@test 'the calls of every file that is always built were judged' {
    run "$dependencies" missing "$top_srcdir" "$top_builddir" \
        mosix btl-mosix odls-mosix contrib/openmpi-mosix
    # The ODLS is for Open MPI 4.1, the agent and what names it for 5.0; one of them is built.
    case $(grep '^OMPI_SERIES = ' "$top_builddir/odls-mosix/Makefile") in
    *4.1) other='^odls-mosix/\(agent\|prrte\)/' ;;
    *) other='^odls-mosix/odls_mosix_' ;;
    esac
    output=$(grep -v "$other" <<<"$output") || true
    assert_output ''
}
