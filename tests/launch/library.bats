#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Programs that have lost the library for cooperative threads on their way: what is said, and that it
# is said once. With the emulator's mosrun, which refuses threads as MOSIX does.

load ../lib/job.bash

# Under MOSIX 4, glibc from 2.35 on needs what the launcher gives it, or the program ends before main.
setup() {
    job_setup
    mosix_of_2009
    unset "${!LD_@}" "${!MALLOC_@}" TMPDIR
    counted=()
}

# put_wrapper LINE: a script between mpirun and the program, which ends with that line.
put_wrapper() {
    printf '#!/bin/bash\n%s\n' "$1" >"$BATS_TEST_TMPDIR/wrapper"
    chmod +x "$BATS_TEST_TMPDIR/wrapper"
}

# assert_said_once TEXT: the message came once, with that text, and instead of Open MPI's own.
assert_said_once() {
    assert_failure
    assert_equal "$(count_in_output 'runs under mosrun without libmosix-coop.so')" 1
    assert_output --partial "$1"
    refute_output --partial 'PMIX ERROR'
    refute_output --partial 'OPAL ERROR'
}

@test "a wrapper that replaces LD_PRELOAD is named by the variable's value, once" {
    put_wrapper 'LD_PRELOAD=libm.so.6 exec "$@"'
    run_mpirun -n 4 "$BATS_TEST_TMPDIR/wrapper" "$programs/init"
    assert_said_once 'LD_PRELOAD: libm.so.6'
}

@test "a wrapper that empties the environment, but for Open MPI's variables" {
    only_series_4 'Open MPI ends without it before it loads our component, with messages of its own'
    put_wrapper 'exec env -i $(env | grep -E "^(PMIX|OMPI)_" | grep -v " ") "$@"'
    run_mpirun -n 2 "$BATS_TEST_TMPDIR/wrapper" "$programs/init"
    assert_said_once 'LD_PRELOAD: (not set)'
}

@test "a program that was started by mosrun and not by mpirun" {
    only_series_4 'Open MPI ends without it before it loads our component, with messages of its own'
    run_limited 30 "$top_srcdir/contrib/try" mosrun -e "$programs/init"
    assert_said_once 'start it by mpirun'
}

@test "programs with AddressSanitizer or ThreadSanitizer: natively, said once" {
    local flag
    command -v mpicc >/dev/null || skip 'there is no mpicc'
    for flag in address 'address -static-libasan' thread; do
        # shellcheck disable=SC2086 # words
        mpicc -fsanitize=$flag -o "$BATS_TEST_TMPDIR/watched" "$top_srcdir"/tests/programs/{init,check}.c ||
            skip "mpicc cannot -fsanitize=$flag"
        run_mpirun -n 2 -x ASAN_OPTIONS=detect_leaks=0 -x TSAN_OPTIONS=exitcode=0:log_path=/dev/null \
            "$BATS_TEST_TMPDIR/watched"
        assert_success
        assert_equal "$(count_in_output "watched is built with ")" 1
    done
}

# What such runtimes have in common with this program is a name.
@test "runtimes of Java and Node.js, also as interpreters of scripts: natively, said once" {
    local cc=${CC:-cc}
    command -v "$cc" >/dev/null || skip 'there is no C compiler'
    echo 'void napi_create_function(void) {} int main(void) { return 0; }' >"$BATS_TEST_TMPDIR/node.c"
    "$cc" -rdynamic -o "$BATS_TEST_TMPDIR/node" "$BATS_TEST_TMPDIR/node.c"
    echo "#!$BATS_TEST_TMPDIR/node" >"$BATS_TEST_TMPDIR/script"
    chmod +x "$BATS_TEST_TMPDIR/script"
    for program in node script; do
        run_mpirun -n 2 "$BATS_TEST_TMPDIR/$program"
        assert_success
        assert_equal "$(count_in_output 'node runs programs of Node.js in several threads')" 1
    done
}

@test "a wrapper that keeps LD_PRELOAD, threads of the kernel, native ranks: nothing is said" {
    put_wrapper 'LD_PRELOAD=libm.so.6:$LD_PRELOAD exec "$@"'
    run_mpirun -n 2 "${mosix_only[@]}" "$BATS_TEST_TMPDIR/wrapper" "$programs/init"
    assert_success
    refute_output --partial libmosix-coop.so
    put_wrapper 'LD_PRELOAD=libm.so.6 exec "$@"'
    run_mpirun -n 2 --mca odls_mosix_enable never "$BATS_TEST_TMPDIR/wrapper" "$programs/init"
    assert_success
    refute_output --partial libmosix-coop.so
    permit_threads
    run_mpirun -n 2 "$programs/init"
    assert_success
    refute_output --partial libmosix-coop.so
}
