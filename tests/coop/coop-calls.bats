#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# No rank calls what MOSIX does not know: each row of coop_calls.def with kernel threads, so that
# the probes are known to expect what the C library promises; with the library; and under
# mosix_calls, where a call that MOSIX does not know ends the process, so that none reaches the
# kernel.

load coop.bash

setup() {
    coop_setup
    cd "$BATS_TEST_TMPDIR" || return
}

# refuse_calls COMMAND...: with the library, as MOSIX 4.4.3 treats system calls.
refuse_calls() {
    need_mosix_calls
    run timeout --kill-after=5 120 \
        "$probes/mosix_calls" --malloc env LD_PRELOAD="$library" "$@" </dev/null
    refute_output --partial 'illegal system call'
}

need_mosix_calls() {
    "$probes/mosix_calls" true 2>/dev/null || (($? != 125)) ||
        skip 'this machine has no ptrace or no system call filters'
}

need_command() {
    command -v "$1" >/dev/null || skip "$1 is not installed (Debian, Ubuntu: $2)"
}

@test "mosix_calls ends a program that calls what MOSIX does not know" {
    need_mosix_calls
    for row in getrandom statx clone3; do
        run "$probes/mosix_calls" --malloc "$probes/probe_calls" by-number "$row"
        assert_equal "$status" 1
        assert_output --regexp 'illegal system call #(318|332|435)$'
    done
}

@test "mosix_calls refuses what MOSIX refuses, and passes on the exit status" {
    need_mosix_calls
    run "$probes/mosix_calls" --malloc sh -c 'sleep 1; exit 7'
    assert_equal "$status" 7
    assert_output --partial 'Function not implemented'
}

@test "rows of the table: kernel threads" {
    with_kernel_threads "$probes/probe_calls"
    assert_success
}

@test "rows of the table: coroutines" {
    with_coroutines "$probes/probe_calls"
    assert_success
    refute_output --partial libmosix-coop
}

@test "rows of the table, one by one: none reaches the kernel" {
    local row rows=0
    for row in $("$probes/probe_calls" --list); do
        refuse_calls "$probes/probe_calls" "$row"
        assert_success
        assert_output "$row ..."
        rows=$((rows + 1))
    done
    ((rows > 30)) || fail "the table has $rows rows"
}

@test "numbers without a row give ENOSYS, and known ones pass" {
    refuse_calls "$probes/probe_calls"
    assert_success
}

@test "starting programs: kernel threads" {
    with_kernel_threads "$probes/probe_spawn"
    assert_success
}

@test "starting programs: coroutines" {
    with_coroutines "$probes/probe_spawn"
    assert_success
    refute_output --partial libmosix-coop
}

@test "starting programs: nothing unknown reaches the kernel" {
    refuse_calls "$probes/probe_spawn"
    assert_success
}

@test "locks: nothing unknown reaches the kernel" {
    refuse_calls "$probes/probe_locks"
    assert_success
}

@test "futures, latches and atomics of C++" {
    need_command g++ g++
    g++ -std=c++20 -O1 -pthread -o futures "$top_srcdir/tests/coop/probe_futures.cc" ||
        skip 'g++ does not know C++20'
    with_kernel_threads ./futures
    assert_output 'futures: ok'
    with_coroutines ./futures
    assert_output 'futures: ok'
    refuse_calls ./futures
    assert_success
    assert_output 'futures: ok'
}

@test "random numbers, scratch files, commands and pauses of Fortran" {
    need_command gfortran gfortran
    gfortran -o fortran "$top_srcdir/tests/coop/probe_fortran.f90"
    with_kernel_threads ./fortran
    assert_output 'fortran: ok'
    refuse_calls ./fortran
    assert_success
    assert_output 'fortran: ok'
}

@test "the tools of the shell" {
    refuse_calls sh -c 'ls -l / >/dev/null && date >/dev/null && sleep 0.1 && echo a >a &&
        cp -p a b && mv b c && test -r c && sort c && mktemp -d dXXXXXX >/dev/null && rm -r c d*'
    assert_success
    assert_output a
}

@test "python3: subprocess, system, popen, sleep, temporary files, random numbers" {
    [ -x /usr/bin/python3 ] || skip 'python3 is not installed'
    cat >script.py <<'END'
import os, random, secrets, selectors, shutil, subprocess, tempfile, threading, time
subprocess.run(["true"], check=True)
subprocess.run("exit 0", shell=True, check=True, close_fds=False)
assert os.system("exit 3") >> 8 == 3
assert os.popen("echo hello").read() == "hello\n"
time.sleep(0.05)
with tempfile.TemporaryDirectory() as place:
    with open(place + "/a", "w") as file:
        file.write("text")
    shutil.copy(place + "/a", place + "/b")
    os.rename(place + "/b", place + "/c")
random.random(), secrets.token_hex(8), os.urandom(8)
assert os.access("/", os.R_OK, effective_ids=True)
thread = threading.Thread(target=time.sleep, args=(0.05,))
thread.start()
thread.join()
print("python: ok")
END
    refuse_calls /usr/bin/python3 script.py
    assert_success
    assert_output 'python: ok'
}

@test "numpy" {
    /usr/bin/python3 -c 'import numpy' 2>/dev/null ||
        skip 'numpy is not installed (Debian, Ubuntu: python3-numpy)'
    refuse_calls /usr/bin/python3 -c '
import numpy
a = numpy.random.default_rng().random((50, 50))
print(numpy.allclose(a @ numpy.linalg.inv(a), numpy.eye(50)))'
    assert_success
    assert_output True
}

@test "with another allocator no exception is needed" {
    need_mosix_calls
    local allocator found=
    for allocator in libjemalloc.so.2 libtcmalloc_minimal.so.4; do
        [ -z "$(LD_PRELOAD=$allocator /bin/true 2>&1)" ] || continue
        found=$allocator
        LD_PRELOAD=$allocator run "$probes/mosix_calls" \
            env "LD_PRELOAD=$library:$allocator" "$probes/probe_calls" </dev/null
        assert_success
        refute_output --partial 'illegal system call'
    done
    [ -n "$found" ] || skip 'no such allocator here (Debian, Ubuntu: libjemalloc2)'
}

# The ranks of a stock Open MPI, with what they have in the environment under mosrun.
@test "ranks of Open MPI: nothing unknown reaches the kernel" {
    need_mosix_calls
    stock_setup
    local under=(-x EVENT_NOEPOLL=1 -x OMPI_MCA_opal_event_include=poll -x OMPI_MCA_orte_bound_at_launch=1 -x 'OMPI_MCA_coll=^sm'
        -x 'OMPI_MCA_pml=^ucx' -x 'OMPI_MCA_mtl=^ofi,portals4,psm,psm2' -x 'OMPI_MCA_osc=^sm,ucx'
        -x 'OMPI_MCA_sharedfp=^sm' -x 'OMPI_MCA_shmem=^sysv,posix'
        "$probes/mosix_calls" --malloc env "LD_PRELOAD=$library")
    local jobs=(collectives spawn "fileio $PWD/file")
    # Without btl mosix, one-sided communication of Open MPI 5 needs shared memory.
    is_series_5 || jobs+=(onesided)
    for program in "${jobs[@]}"; do
        # shellcheck disable=SC2086 # program and argument
        run timeout --kill-after=5 120 mpirun -n 2 "${under[@]}" "$programs"/$program </dev/null
        assert_success
        refute_output --partial 'illegal system call'
        assert_output --partial "${program%% *}: ok"
    done
}
