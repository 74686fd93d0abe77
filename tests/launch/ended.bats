#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Ranks that MOSIX ends: what it said is explained, and what ranks write to standard error arrives as
# it is. With the emulator's mosrun.

load ../lib/job.bash
load ../lib/nodes.bash

setup() {
    job_setup
    only_series_4 'there, mosrun takes the place of our program, and nobody listens'
    unset "${!LD_@}" "${!MALLOC_@}"
    counted=()
    work=$BATS_TEST_TMPDIR
}

# build_ender: a program whose library makes the system call getrandom by its own machine code, where
# no other library can answer it, and uses the function as well.
build_ender() {
    local cc=${CC:-cc}
    command -v "$cc" >/dev/null || skip 'there is no C compiler'
    [ "$(uname -m)" = x86_64 ] || skip 'the machine code is for x86-64'
    cat >"$work/culprit.c" <<'END'
#include <stdlib.h>
#include <sys/random.h>
void end_it(void)
{
    long result;
    if (getenv("NOBODY_SETS_THIS") != NULL && getrandom(&result, sizeof(result), 0) < 0) {
        return;
    }
    __asm__ volatile("syscall" : "=a"(result) : "a"(318), "D"(&result), "S"(8), "d"(0)
                     : "rcx", "r11", "memory");
}
END
    cat >"$work/ender.c" <<'END'
#include <stdio.h>
void end_it(void);
int main(void)
{
    fprintf(stderr, "a rank runs\n");
    end_it();
    return 0;
}
END
    "$cc" -shared -fPIC -o "$work/libculprit.so" "$work/culprit.c"
    "$cc" -fPIE -pie -o "$work/ender" "$work/ender.c" -L"$work" -lculprit "-Wl,-rpath,$work"
}

@test "the call is named, with the library that makes it and a remedy, once for all ranks" {
    build_ender
    run_mpirun -n 2 "$work/ender"
    assert_failure
    assert_output --partial 'a rank runs'
    assert_output --partial 'MOSRUN: illegal system call #318'
    assert_equal "$(count_in_output 'MOSIX ended a process of a rank')" 1
    assert_output --partial "Program: $work/ender"
    assert_output --partial 'Meaning: The system call getrandom (number 318) ends a process'
    assert_output --partial 'Used by: getrandom in libculprit.so'
    assert_output --partial 'Remedy:  Keep what is in LD_PRELOAD'
}

@test "a rank of another node is explained by that node's daemon" {
    build_ender
    put_nodes
    run_mpirun -n 1 "${nodes[@]}" --host 127.0.0.2 "$work/ender"
    assert_failure
    [ -d "$work/127.0.0.2" ]
    assert_output --partial 'Meaning: The system call getrandom (number 318)'
}

@test "a call that mosrun -u does not permit" {
    run_mpirun -n 1 --mca odls_mosix_unsupported_syscalls 0 /bin/ls /
    assert_failure
    assert_output --partial 'not supported under MOSIX'
    assert_output --partial 'MOSIX ended a process of a rank'
    assert_output --partial 'odls_mosix_unsupported_syscalls 1'
}

@test "a process of a rank that goes on is explained, a rank that fails by itself is not" {
    build_ender
    run_mpirun -n 1 sh -c "$work/ender; echo the rank goes on"
    assert_success
    assert_output --partial 'the rank goes on'
    assert_output --partial 'The system call getrandom (number 318)'
    run_mpirun -n 2 sh -c 'echo "a word" >&2; exit 1'
    assert_failure
    refute_output --partial 'MOSIX ended'
}

@test "what MOSIX says is understood in whatever pieces it comes" {
    # By bytes, after as many lines of the program that begin like it, so that the daemon reads all the while.
    cat >"$work/bytes" <<'END'
i=0
while [ $i -lt 200 ]; do
    i=$((i + 1))
    for piece in M O S R U N : ' a' ' ' l i n e; do printf %s "$piece"; done
    echo
done >&2
for piece in M O S R U N : ' ' ill eg al ' ' sys t e m ' ' c all ' ' '#' 3 1 8; do printf %s "$piece"; done >&2
echo >&2
exit 1
END
    for attempt in 1 2 3 4; do
        run_mpirun -n 1 sh "$work/bytes"
        assert_failure
        assert_output --partial 'The system call getrandom (number 318)'
    done
}

@test "what ranks write to standard error arrives byte for byte" {
    seq 300000 >"$work/numbers"
    "$top_srcdir/contrib/try" timeout 60 mpirun -n 1 sh -c "cat $work/numbers >&2" 2>"$work/arrived"
    cmp "$work/numbers" "$work/arrived"
    # In small pieces, with pauses, and from two ranks.
    # shellcheck disable=SC2016 # for the inner shell
    "$top_srcdir/contrib/try" timeout 60 mpirun -n 2 sh -c 'for i in 1 2 3 4 5; do
        echo "$i" >&2; sleep 0.05; done' 2>"$work/arrived"
    assert_equal "$(sort "$work/arrived" | uniq -c | awk '{ print $1 ":" $2 }' | paste -sd ' ')" \
        '2:1 2:2 2:3 2:4 2:5'
}
