#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# The launcher: MPI_Comm_spawn and MPI_Comm_spawn_multiple, what their info keys do, and which error
# the caller gets when spawning fails.

load ../lib/job.bash
load ../lib/nodes.bash

setup() {
    job_setup
}

# spawning [MPIRUN-ARGUMENT]... -- SPAWNRUN-ARGUMENT...: Open MPI 4.1.4 itself sometimes hangs in
# MPI_Comm_spawn, so a job that hangs is tried again, but only twice.
spawning() {
    local options=() attempt
    while [ "$1" != -- ]; do
        options+=("$1")
        shift
    done
    shift
    for attempt in 1 2 3; do
        rm -f "$MOSIX_EMULATOR_LOG"
        run_limited 20 "$top_srcdir/contrib/try" mpirun "${options[@]}" "$programs/spawnrun" "$@"
        [ "$status" -eq 124 ] || return 0
    done
}

# What mosrun got after its own name, one line per start; the first one is the parent's. Omits the
# trial by which the launcher asks a node of MOSIX 4 whether mosrun works.
command_lines() {
    sed "s/.*argv=('[^']*' \([^)]*\)).*/\1/" "$MOSIX_EMULATOR_LOG" |
        grep -v -x "'-e' '-h' '-L' '/bin/true'" | sed "s/ '-aMOSIX_RANK=[^']*'//" || true
}

# What ranks get because their C library needs it.
rseq="'-aGLIBC_TUNABLES=glibc.pthread.rseq=0'"

# What ranks get that have to be loaded at home.
home=
! is_loaded_at_home || home="'-h' '-L' "

# children: the distinct command lines of what was spawned, sorted.
children() {
    command_lines | tail -n +2 | sort -u
}

@test "each part of MPI_Comm_spawn_multiple has its own directory, arguments and settings" {
    several_applications
    spawning -n 1 -- \
        wdir=/tmp ompi_param=OMPI_MCA_odls_mosix_required_memory=1 1 "$programs/spawnrun" one + \
        wdir=/usr ompi_param=OMPI_MCA_odls_mosix_required_memory=2 2 "$programs/spawnrun" two
    assert_success
    assert_line 'spawnrun: rank 0: MPI_SUCCESS, 3 children, codes MPI_SUCCESS MPI_SUCCESS MPI_SUCCESS'
    assert_line 'spawnrun: child 0 of 3 in /tmp: one'
    assert_line 'spawnrun: child 1 of 3 in /usr: two'
    assert_line 'spawnrun: child 2 of 3 in /usr: two'
    assert_equal "$(children)" "$home'-m1' '-e' $rseq '$programs/spawnrun' 'one'
$home'-m2' '-e' $rseq '$programs/spawnrun' 'two'"
    assert_equal "$(command_lines | wc -l)" 4
}

@test "children inherit their parent's settings" {
    only_series_4 'spawned ranks have what the environment of mpirun says'
    spawning -n 1 -x OMPI_MCA_odls_mosix_required_memory=5 -- 2 "$programs/spawnrun" child
    assert_success
    assert_equal "$(command_lines | cut -d ' ' -f 3 | uniq -c | tr -s ' ')" " 3 '-m5'"
}

@test "MOSIX of 2009: children inherit their parent's settings, but have a job ID of their own" {
    mosix_of_2009
    spawning -n 1 -x OMPI_MCA_odls_mosix_grid_class=5 -- 2 "$programs/spawnrun" child
    assert_success
    local parent child
    parent=$(command_lines | head -1)
    child=$(children)
    [[ $parent =~ ^"'-G5' '-J"([0-9]+) ]] || fail "$parent"
    local id=${BASH_REMATCH[1]}
    [[ $child =~ ^"'-G5' '-J"([0-9]+) ]] || fail "$child"
    assert_equal "${BASH_REMATCH[1]}" $((id + 1))
}

@test "settings also come from the environment of the children, and from all ranks" {
    # Without a setting, ranks of MOSIX 4 are kept at home until they are loaded.
    spawning -n 2 -x OMPI_MCA_odls_mosix_required_memory=2 -- -w \
        env=OMPI_MCA_odls_mosix_statistics_decay=7 2 "$programs/spawnrun" child
    assert_success
    assert_line 'spawnrun: rank 0: MPI_SUCCESS, 2 children, codes MPI_SUCCESS MPI_SUCCESS'
    assert_line --partial 'spawnrun: rank 1: MPI_SUCCESS, 2 children'
    assert_equal "$(command_lines | grep -c "^$home'-m2' '-d7' '-e' $rseq '$programs/spawnrun' 'child'$")" 2
}

@test "the host that was asked for is where children start" {
    put_nodes
    spawning "${nodes[@]}" --host 127.0.0.2:1,127.0.0.3:2 -n 1 \
        -x OMPI_MCA_odls_mosix_checkpoint_file=/c.%h.%n -- \
        host=127.0.0.3 2 "$programs/spawnrun" child
    assert_success
    assert_line 'spawnrun: rank 0: MPI_SUCCESS, 2 children, codes MPI_SUCCESS MPI_SUCCESS'
    assert_equal "$(children)" "$home'-e' '-C/c.$(node_name 127.0.0.3).0' $rseq '$programs/spawnrun' 'child'
$home'-e' '-C/c.$(node_name 127.0.0.3).1' $rseq '$programs/spawnrun' 'child'"
}

@test "hosts, preloaded binaries, and children that are not MPI programs" {
    spawning -n 1 -- host=localhost 1 "$programs/spawnrun" here
    assert_success
    assert_line --partial 'child 0 of 1'
    spawning -n 1 -- ompi_preload_binary=true 1 "$programs/spawnrun" moved
    assert_success
    assert_line --regexp 'child 0 of 1 in .*: moved'
    spawning -n 1 -- wdir=/usr ompi_non_mpi=true 2 /bin/sh -c 'echo "native in $(pwd)"'
    assert_success
    assert_line 'spawnrun: rank 0: MPI_SUCCESS, 0 children, codes MPI_SUCCESS MPI_SUCCESS'
    assert_equal "$(count_in_output 'native in /usr')" 2
    assert_equal "$(command_lines | tail -n +2 | grep -c "'-e' $rseq '/bin/sh' '-c'")" 2
}

# assert_not_spawned COUNT: that many codes say MPI_ERR_SPAWN, and the parent went on to its end.
assert_not_spawned() {
    assert_line --regexp '^spawnrun: rank 0: MPI_ERR_SPAWN, 0 children, codes'
    assert_equal "$(count_in_output MPI_ERR_SPAWN)" $(($1 + 1))
    assert_line --regexp '^spawnrun: ok, '
    refute_line --partial 'failed to start'
    ((status != 124)) || fail 'mpirun did not end'
}

@test "a program that does not exist gives MPI_ERR_SPAWN, and the parent's job goes on" {
    only_series_4 'a spawn that fails ends the job of the parent, also without us'
    spawning -n 1 -- 2 /no/such/program
    assert_not_spawned 2
    assert_line 'Executable: /no/such/program'
    spawning -n 2 -- 1 no-such-program
    assert_not_spawned 1
    assert_line --regexp '^Executable: no-such-program'
    spawning -n 1 -- 1 "$programs/spawnrun" + 2 ./no-such-program
    assert_not_spawned 3
    assert_line 'while attempting to start process rank 1.'
    echo text >"$BATS_TEST_TMPDIR/plain"
    spawning -n 1 -- 1 "$BATS_TEST_TMPDIR/plain"
    assert_not_spawned 1
}

# Open MPI goes to the home directory where a wdir does not exist.
@test "a directory that does not exist: as with Open MPI itself, or MPI_ERR_SPAWN" {
    only_series_4 'a spawn that fails ends the job of the parent, also without us'
    local wdir
    mkdir "$BATS_TEST_TMPDIR/home"
    touch "$BATS_TEST_TMPDIR/file"
    chmod +x "$BATS_TEST_TMPDIR/file"
    export HOME=$BATS_TEST_TMPDIR/home
    for wdir in /no/such/directory "$BATS_TEST_TMPDIR/file"; do
        spawning -n 1 -- wdir="$wdir" 1 "$programs/spawnrun"
        assert_success
        assert_line --partial "spawnrun: child 0 of 1 in $HOME:"
        spawning -n 1 -- wdir="$wdir" 2 ./spawnrun
        assert_not_spawned 2
        assert_line 'Executable: ./spawnrun'
    done
    HOME=/no/home spawning -n 1 -- 1 "$programs/spawnrun" + wdir=/no/such/directory 1 "$programs/spawnrun"
    assert_not_spawned 2
    assert_line 'Working directory: /no/such/directory'
    assert_line 'while attempting to start process rank 1.'
}

@test "the same for a parent and children that start natively" {
    only_series_4 'a spawn that fails ends the job of the parent, also without us'
    spawning -n 1 -x OMPI_MCA_odls_mosix_enable=never -- 2 /no/such/program
    assert_not_spawned 2
    # Whether mosrun works was asked, and that is all.
    [ ! -e "$MOSIX_EMULATOR_LOG" ] || assert_equal "$(command_lines)" ''
}

@test "wrong settings, contradictions, and values wrong for one rank give MPI_ERR_SPAWN" {
    only_series_4 'a spawn that fails ends the job of the parent, also without us'
    local prefix=ompi_param=OMPI_MCA_odls_mosix
    spawning -n 1 -- "${prefix}_statistics_decay=10001" 1 "$programs/spawnrun"
    assert_not_spawned 1
    assert_output --partial 'Parameter: odls_mosix_statistics_decay'
    spawning -n 1 -x OMPI_MCA_odls_mosix_start_location=best -- \
        "${prefix}_remote_host_number=7" 1 "$programs/spawnrun"
    assert_not_spawned 1
    assert_output --partial 'contradict each other'
    mosix_of_2009
    spawning -n 1 -- "${prefix}_random_host_list=%r-1" 3 "$programs/spawnrun"
    assert_not_spawned 3
    assert_output --partial 'Value:     2-1'
}
