#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The launcher with the emulator's mosrun: what arrives in a rank, and that the rank works with it.

load ../lib/job.bash

setup() {
    job_setup
    unset "${!LD_@}" "${!MALLOC_@}" TMPDIR
}

# started: how mosrun and mosenv were called, sorted, without the directory of either, and without
# the trial by which the launcher asks each node of MOSIX 4 whether mosrun works.
started() {
    sed -n "s/.*argv=('\([^']*\/\)\?\(mos[a-z]*\)'\([^)]*\)).*/\2\3/p" "$MOSIX_EMULATOR_LOG" |
        grep -v -x "mosrun '-e' '-h' '-L' '/bin/true'" | sed "s/ '-aMOSIX_RANK=[^']*'//" | sort
}

# What ranks get in a profile in which their C library needs it.
rseq="'-aGLIBC_TUNABLES=glibc.pthread.rseq=0'"

home=
! is_loaded_at_home || home="'-h' "

@test "mosrun gets the options, the program and its arguments" {
    run_mpirun -n 2 --mca odls_mosix_required_memory 3 --mca odls_mosix_migration_lock 1 \
        /bin/echo 'two words' ''
    assert_success
    local line="mosenv $home'-L' '-m3' '-e' $rseq '/bin/echo' 'two words' ''"
    assert_equal "$(started)" "$line"$'\n'"$line"
}

@test "MOSIX of 2009: mosrun gets the options, the program and its arguments" {
    mosix_of_2009
    run_mpirun -n 2 --mca odls_mosix_grid_class 3 --mca odls_mosix_migration_lock 1 \
        --mca odls_mosix_job_id 12 /bin/echo 'two words' ''
    assert_success
    local line="mosenv '-G3' '-L' '-J12' '-e' '/bin/echo' 'two words' ''"
    assert_equal "$(started)" "$line"$'\n'"$line"
}

# given NAME=VALUE...: $settings, arguments for mpirun that give these parameters.
given() {
    local value
    settings=()
    for value in "$@"; do
        settings+=(-x "OMPI_MCA_odls_mosix_$value")
    done
}

@test "mosrun takes every option that the launcher can give" {
    local settings
    # Where to start is not among them: with some C libraries the launcher keeps ranks at home until
    # they are loaded.
    given freeze=0 migration_lock=1 checkpoint_interval=5 checkpoint_versions=2 \
        required_memory=64 statistics_decay=7 count_syscalls=0 checkpoint_file=/tmp/c.%r \
        private_directories=/tmp/x:/tmp/y argument_zero=always
    run_mpirun -n 2 "${settings[@]}" /bin/echo x
    assert_success
    assert_output $'x\nx'
    local before="mosenv $home'-L' '-g' '-A5' '-N2' '-m64' '-d7' '-c' '-e'"
    local after="'-X/tmp/x' '-X/tmp/y' $rseq '-z' '/bin/echo' '/bin/echo' 'x'"
    assert_equal "$(started)" \
        "$before '-C/tmp/c.0' $after"$'\n'"$before '-C/tmp/c.1' $after"
}

@test "MOSIX of 2009: mosrun takes every option that the launcher can give" {
    mosix_of_2009
    local settings
    given random_host_list=1-3,localhost start_elsewhere=1 grid_class=2 migration_lock=1 \
        expected_run_time=1d2h3m checkpoint_interval=5 checkpoint_versions=2 queue_priority=3 \
        queue_abort=run required_memory=64 statistics_decay=7 count_syscalls=0 local_time=1 \
        batch=mosix batch_directory=/tmp batch_stdin=1 checkpoint_file=/tmp/c.%r \
        private_directories=/tmp/x:/tmp/y argument_zero=always job_id=8
    run_mpirun -n 2 "${settings[@]}" /bin/pwd
    assert_success
    assert_output $'/tmp\n/tmp'
    local before="mosenv '-j1-3,localhost' '-F' '-G2' '-L' '-D1d2h3m' '-A5' '-N2' '-Q3' '-P2' '-J8'"
    before+=" '-m64' '-d7' '-c' '-e' '-t' '-M/tmp' '-i'"
    local after="'-X/tmp/x' '-X/tmp/y' '-z' '/bin/pwd' '/bin/pwd'"
    assert_equal "$(started)" \
        "$before '-C/tmp/c.0' $after"$'\n'"$before '-C/tmp/c.1' $after"
}

@test "arguments and environment arrive byte for byte, through mosrun and mosenv" {
    # Cooperative threads are preloaded, and so is what MOSIX 4 needs: for that it is always mosenv.
    mosix_of_2009
    export OMPI_MCA_odls_mosix_threads=native
    export ODD=$'a b\n\tc\xff\x80"'\' EMPTY=''
    local show='printf "%s|" "$0" "$@" "$ODD" "${EMPTY-unset}" "$LD_LIBRARY_PATH" | od -c'
    local library
    for library in '' '/a b:/c'; do
        export LD_LIBRARY_PATH=$library
        [ -n "$library" ] || unset LD_LIBRARY_PATH
        rm -f "$MOSIX_EMULATOR_LOG"
        run_limited 60 "$top_srcdir/contrib/try" mpirun -n 1 bash -c "$show" zero '' $'\xff\n'
        assert_success
        assert_output --partial \
            "$(printf '%s|' zero '' $'\xff\n' "$ODD" '' "$library" | od -c)"
        started | grep -q "^mos$([ -n "$library" ] && echo env || echo run) "
    done
}

# assert_refused_calls NAME...: those are all that a rank was refused.
assert_refused_calls() {
    run_job 2 collectives
    assert_success
    run_mpirun -n 2 --mca odls_mosix_unsupported_syscalls 2 "${mosix_only[@]}" \
        "$programs/collectives"
    assert_success
    assert_equal "$(sed -n "s/^MOSRUN: //p" <<<"$output" | sort -u)" \
        "$(printf "system-call '%s' not supported under MOSIX\n" "$@")"
}

@test "ranks make no system call that MOSIX does not support, except two they do not need" {
    # madvise is of the malloc that is preloaded.
    assert_refused_calls eventfd2 madvise
}

@test "MOSIX of 2009: ranks make no system call that it does not support, except one they do not need" {
    mosix_of_2009
    assert_refused_calls eventfd2
}

@test "ranks that start natively next to ranks under mosrun talk with them" {
    several_applications
    local never=(-x OMPI_MCA_odls_mosix_enable=never)
    run_mpirun -n 2 "$programs/collectives" : \
        -n 2 "${never[@]}" "${counted[@]}" "$programs/collectives"
    assert_success
    assert_equal "$(census_lines mosrun=yes), $(census_lines mosrun=no)" '2, 2'
    rm "$MOSIX_BTL_CENSUS"
    run_mpirun -n 2 "${never[@]}" "$programs/collectives" : \
        -n 2 "${counted[@]}" "$programs/collectives"
    assert_success
    assert_equal "$(census_lines mosrun=yes), $(census_lines mosrun=no)" '2, 2'
}

need_mpi4py() {
    [ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import mpi4py' 2>/dev/null ||
        skip 'python3-mpi4py is not installed'
}

@test "ranks open windows and put into each other's" {
    need_mpi4py
    # The component that does it refuses MPI_THREAD_MULTIPLE, which mpi4py would ask for.
    run_mpirun -n 3 "${mosix_only[@]}" /usr/bin/python3 -c '
import mpi4py
mpi4py.rc.threads = False
from mpi4py import MPI
world = MPI.COMM_WORLD
window = MPI.Win.Allocate(world.size, 1, comm=world)
window.Fence()
for target in range(world.size):
    window.Put([bytes([world.rank + 1]), MPI.BYTE], target, world.rank)
window.Fence()
right = bytes(window.tomemory()) == bytes(range(1, world.size + 1))
window.Free()
if world.allreduce(right, MPI.LAND) and world.rank == 0:
    print("all windows are right")'
    assert_success
    assert_output --partial 'all windows are right'
}

# spawning PARAM [MPIRUN-ARGUMENT]...: a program that spawns two processes with that parameter.
spawning() {
    need_mpi4py
    cat >"$BATS_TEST_TMPDIR/spawning.py" <<'END'
import sys
from mpi4py import MPI

parent = MPI.Comm.Get_parent()
if parent != MPI.COMM_NULL:
    parent.Disconnect()
    sys.exit(0)
info = MPI.Info.Create()
info["ompi_param"] = sys.argv[1]
MPI.COMM_SELF.Set_errhandler(MPI.ERRORS_RETURN)
try:
    MPI.COMM_SELF.Spawn("/usr/bin/python3", [__file__], 2, info).Disconnect()
    print("spawned")
except MPI.Exception as error:
    print("not spawned:", error.Get_error_class() == MPI.ERR_SPAWN)
END
    run_limited 60 "$top_srcdir/contrib/try" mpirun -n 1 "${@:2}" /usr/bin/python3 \
        "$BATS_TEST_TMPDIR/spawning.py" "$1"
}

@test "MPI_Comm_spawn: each launch has its own settings" {
    spawning OMPI_MCA_odls_mosix_required_memory=9 -x OMPI_MCA_odls_mosix_required_memory=3
    assert_success
    assert_output --partial spawned
    assert_equal "$(started | grep -o "'-m[0-9]*'" | sort | uniq -c | tr -s ' ')" \
        " 1 '-m3'"$'\n'" 2 '-m9'"
}

@test "MPI_Comm_spawn: from native to mosrun, and back" {
    only_series_4 'mpirun of 5.0.7 crashes in such jobs'
    spawning OMPI_MCA_odls_mosix_enable=auto -x OMPI_MCA_odls_mosix_enable=never
    assert_success
    assert_output --partial spawned
    assert_equal "$(started | wc -l)" 2
    rm "$MOSIX_EMULATOR_LOG"
    spawning OMPI_MCA_odls_mosix_enable=never
    assert_success
    assert_output --partial spawned
    assert_equal "$(started | wc -l)" 1
}

@test "MPI_Comm_spawn: a wrong value fails the spawn, not the parent" {
    only_series_4 'a spawn that fails ends the job of the parent, also without us'
    spawning OMPI_MCA_odls_mosix_required_memory=much
    assert_output --partial 'Parameter: odls_mosix_required_memory'
    assert_output --partial 'not spawned: True'
    assert_equal "$(started | wc -l)" 1
    ((status != 124)) || fail 'mpirun did not end'
}
