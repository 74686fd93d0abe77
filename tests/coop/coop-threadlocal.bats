#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Thread-local variables of coroutines: each has its own, whatever the C library keeps there stays
# right, and destructors run when the coroutine ends. Everything is run with kernel threads as well.

load coop.bash

setup() {
    coop_setup
    source=$top_srcdir/tests/coop
    cd "$BATS_TEST_TMPDIR" || return
    gcc -shared -fPIC -o dynamic.so "$source/library_threadlocal.c"
    gcc -shared -fPIC -ftls-model=initial-exec -o initial.so "$source/library_threadlocal.c"
}

build_cxx() {
    command -v g++ >/dev/null || skip 'g++ is not installed'
    g++ -std=c++17 -O1 -pthread -o cxx "$source/probe_threadlocal.cc" -ldl
    g++ -shared -fPIC -o ending.so "$source/library_ending.cc"
}

# same_story ARGUMENT...: the program of C++ tells the same with kernel threads and with coroutines.
same_story() {
    with_kernel_threads ./cxx "$@"
    assert_success
    local wanted=$output
    with_coroutines ./cxx "$@"
    assert_success
    assert_output "$wanted"
    assert_line "the library's object ends with 2"
    assert_line 'last of late ends'
}

@test "thread-local variables: kernel threads" {
    with_kernel_threads "$probes/probe_threadlocal"
    assert_success
}

@test "thread-local variables: coroutines" {
    with_coroutines "$probes/probe_threadlocal"
    assert_success
    refute_output --partial libmosix-coop
}

@test "thread-local variables: coroutines that are switched by system calls" {
    MOSIX_COOP_TLS=call with_coroutines "$probes/probe_threadlocal"
    assert_success
    refute_output --partial libmosix-coop
}

@test "thread-local variables: coroutines with allocators that have such variables themselves" {
    local allocator found=''
    for allocator in jemalloc.so.2 tcmalloc_minimal.so.4 mimalloc.so.2; do
        LD_PRELOAD=lib$allocator /bin/true 2>&1 | grep -q . || {
            found=yes
            LD_PRELOAD=$library:lib$allocator run timeout 60 "$probes/probe_threadlocal"
            assert_success
            refute_output --partial libmosix-coop
        }
    done
    [ -n "$found" ] || skip 'neither jemalloc nor tcmalloc nor mimalloc is installed'
}

@test "thread-local objects of C++ are made and end as with kernel threads" {
    build_cxx
    same_story
}

@test "exit() in a coroutine ends its thread-local objects and nobody else's" {
    build_cxx
    same_story leave
    assert_line 'outer of leaver ends'
    refute_line 'outer of main ends'
}

@test "threads of Rust run" {
    command -v rustc >/dev/null || skip 'rustc is not installed'
    rustc -O -o rust "$source/probe_threadlocal.rs"
    with_kernel_threads ./rust
    assert_success
    local wanted=$output
    with_coroutines ./rust
    assert_success
    assert_output "$wanted"
}

@test "a program whose threads share thread-local variables, because it is told to, is told so once" {
    MOSIX_COOP_TLS=shared with_coroutines "$probes/probe_threadlocal" error-numbers
    assert_success
    assert_output --partial 'probe_threadlocal has variables of which each thread has its own'
    assert_output --partial '--mca odls_mosix_enable never'
    assert_equal "$(grep -c libmosix-coop: <<<"$output")" 1
}

@test "another word than own, call and shared is reported, and own is used" {
    MOSIX_COOP_TLS=none with_coroutines "$probes/probe_threadlocal" values
    assert_success
    assert_output --partial 'MOSIX_COOP_TLS is "none", but must be own, call or shared; own is used'
}
