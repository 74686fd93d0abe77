# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC1091,SC2086,SC2154,SC2034,SC2317,SC2016,SC2009 # runner.bash and they share variables
#
# Programs as users have them, as ranks on real MOSIX.
. ./runner.bash

c_program() {
    build init
    run mpirun -n 2 $work/init
    expect_status 0
}
check 'C: MPI_Init and MPI_Finalize' c_program

# The watchdog looks at it every second of processor time: handlers are called otherwise there.
computes() {
    mpicc -O2 -o $work/computes computes.c || fail 'computes.c could not be built'
    run mpirun -n 1 -x MOSIX_COOP_PATIENCE=1 $work/computes 20
    expect_status 0
    expect_line 'computes: ok'
}
check 'C: a rank that computes for long, with the same results' computes 600

# spins PROBE: it never ends; what it says is looked at.
spins() {
    (cd coop && gcc -O1 -pthread -rdynamic -D_GNU_SOURCE -I. -o $work/hostile probe_hostile.c probe.c -ldl) ||
        fail 'probe_hostile.c could not be built'
    run timeout -k 60 60 mpirun -n 1 -x MOSIX_COOP_PATIENCE=1 $work/hostile "$1"
    expect_status 124
    expect_error 'the main program has computed for 1 s, now in spin_in_main \(hostile\)'
}
spins_for_ready() { spins main-spins; }
spins_for_sleeper() { spins main-spins-for-sleeper; }
spins_for_reader() { spins main-spins-for-reader; }
check 'C: a rank that waits for a flag of a thread is told so' spins_for_ready
check 'C: the same with a thread that sleeps' spins_for_sleeper
check 'C: the same with a thread that reads' spins_for_reader

cxx() {
    [ -x $work/cxx ] || mpicxx -O1 -std=c++17 -pthread -o $work/cxx cxx.cpp || fail 'cxx.cpp could not be built'
    run mpirun -n 2 $work/cxx "$1"
    expect_status 0
    expect_line "$1: ok" 2
}
cxx_thread() { cxx thread; }
cxx_future() { cxx future; }
cxx_iostream() { cxx iostream; }
cxx_random() { cxx random; }
cxx_sleep() { cxx sleep; }
check 'C++: std::thread, std::mutex and std::condition_variable' cxx_thread
check 'C++: std::async, std::future and std::promise' cxx_future
check 'C++: iostream, fstream and filesystem' cxx_iostream
check 'C++: std::random_device' cxx_random
check 'C++: std::this_thread::sleep_for sleeps' cxx_sleep

fortran() {
    mpif90 -O1 -o $work/fortran fortran.f90 || fail 'fortran.f90 could not be built'
    cd $work || exit
    run mpirun -n 2 $work/fortran
    expect_status 0
    expect_line 'fortran: ok' 2
}
check 'Fortran: messages, and files written and read' fortran

children() {
    gcc -O1 -o $work/children children.c || fail 'children.c could not be built'
    run mpirun -n 2 $work/children
    expect_status 0
    expect_line 'children: ok' 2
}
check 'C: system, popen, posix_spawn, and fork with exec' children

python() {
    run mpirun -n 2 python3 -c 'import os, random, subprocess, time
start = time.monotonic(); time.sleep(1); assert time.monotonic() - start >= 1
random.random(); os.urandom(8); os.listdir("/"); os.stat("/")
assert subprocess.run(["echo", "child"], capture_output=True).stdout == b"child\n"
print("python: ok")'
    expect_status 0
    expect_line 'python: ok' 2
}
check 'python3: time, random, os and subprocess' python 300

numpy() {
    run mpirun -n 2 python3 -c 'import numpy
a = numpy.diag(numpy.arange(1.0, 101.0)) + 0.001 * numpy.arange(10000.0).reshape(100, 100)
x = numpy.linalg.solve(a, numpy.ones(100))
assert numpy.allclose(a @ x, 1) and not numpy.allclose(x, 1)
print("numpy: ok")'
    expect_status 0
    expect_line 'numpy: ok' 2
}
check 'python3: numpy with its linear algebra' numpy 300

mpi4py() {
    job 2 python3 "$1.py"
    expect_status 0
    expect_line "$1: ok, 2 ranks"
    # Open MPI 5 takes btl self for what a rank sends to itself.
    expect_carried 2 self
}
mpi4py_messages() { mpi4py mpi4py_point_to_point; }
mpi4py_objects() { mpi4py mpi4py_objects; }
check 'python3: mpi4py, messages of bytes' mpi4py_messages 600
check 'python3: mpi4py, objects' mpi4py_objects 600

shell_script() {
    cat >$work/script <<'END'
#!/bin/bash
set -e
directory=$(mktemp -d)
echo "rank $OMPI_COMM_WORLD_RANK" >"$directory/file"
ls -l "$directory" | grep -q file
cp "$directory/file" "$directory/copy"
sort "$directory/copy" | tr a-z A-Z
rm -r "$directory"
END
    chmod +x $work/script
    run mpirun -n 2 $work/script
    expect_status 0
    expect_line 'RANK 0' 1
    expect_line 'RANK 1' 1
}
check 'a shell script: mktemp, ls, cp, sort, pipes' shell_script

conclude
