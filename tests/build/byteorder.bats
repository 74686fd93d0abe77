#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# What ranks send each other is the same on machines of both byte orders: the code that encodes and
# decodes it runs natively and as a program for s390x, which has the other order.

bats_load_library bats-support
bats_load_library bats-assert

setup() {
    for tool in s390x-linux-gnu-gcc qemu-s390x; do
        command -v $tool >/dev/null || skip "this needs $tool (Debian, Ubuntu: \
gcc-s390x-linux-gnu libc6-dev-s390x-cross qemu-user)"
    done
    cd "$BATS_TEST_TMPDIR"
    build native "${CC:-cc}"
    build other s390x-linux-gnu-gcc -static
}

# build PROGRAM COMPILER [OPTION]...
build() {
    local program=$1 btl=$top_srcdir/btl-mosix mosix=$top_srcdir/mosix
    shift
    run "$@" -std=gnu17 -Wall -Wextra -Werror -I"$btl" -I"$mosix" -o "$program" \
        "$top_srcdir/tests/build/wire.c" "$btl"/mosix_{batch,frame,put,record}.c \
        "$mosix/mosix_address.c"
    assert_success
}

# wire PROGRAM MODE: on the machine that the program was built for.
wire() {
    case $1 in
    native) ./native "$2" ;;
    other) qemu-s390x ./other "$2" ;;
    esac
}

@test 'the two machines of this test have different byte orders' {
    [ "$(od -An -tx1 -j5 -N1 native)" != "$(od -An -tx1 -j5 -N1 other)" ]
}

@test 'both machines write the same bytes' {
    wire native write >native.bytes
    wire other write >other.bytes
    [ -s native.bytes ]
    cmp native.bytes other.bytes
}

@test 'each machine understands what the other one wrote' {
    wire native write >native.bytes
    wire other write >other.bytes
    run wire other read <native.bytes
    assert_success
    assert_output ''
    run wire native read <other.bytes
    assert_success
    assert_output ''
}

@test 'a number in the wrong byte order would be found' {
    wire native write | python3 -c 'import sys
data = bytearray(sys.stdin.buffer.read())
data[4:8] = data[4:8][::-1]
sys.stdout.buffer.write(data)' >reversed
    run wire native read <reversed
    assert_failure
    assert_output 'the record was decoded wrongly'
}
