#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Jobs whose ranks have several home nodes.

load cluster.bash

setup() {
    cluster_setup
}

# mosix_mpirun: what starts jobs in a script.
mosix_mpirun="mpirun --mca btl mosix,self -x LD_PRELOAD=\$census_library -x MOSIX_BTL_CENSUS"

@test "mpirun uses all nodes by itself, and the data are right" {
    run_hosts 60 '--nodes 4' mpirun "${counted[@]}" "${mosix_only[@]}" -n 8 "$programs/everyone"
    assert_mosix_job 8
    assert_equal "$(homes)" '10.77.0.1: 2
10.77.0.2: 2
10.77.0.3: 2
10.77.0.4: 2'
}

@test "messages of all sizes and collectives between home nodes" {
    run_hosts 90 '--nodes 2' mpirun "${counted[@]}" "${mosix_only[@]}" -n 2 "$programs/sizes"
    assert_mosix_job 2
    run_hosts 90 '--nodes 3' mpirun "${counted[@]}" "${mosix_only[@]}" -n 5 "$programs/collectives"
    assert_mosix_job 5
}

# As on MOSIX 4.4.3, now and then. Of what a rank writes, the message to itself comes first.
@test "of the first messages between two home nodes, or their answers, one is lost" {
    local number
    for number in 2 3; do
        MOSIX_EMULATOR_FAULTS=drop=$number run_hosts 60 '--nodes 2' mpirun -x MOSIX_EMULATOR_FAULTS \
            "${mosix_only[@]}" --map-by node -n 4 "$programs/ring"
        assert_success
        assert_output --partial 'ring: ok, 4 ranks'
        refute_output --partial 'lost'
    done
}

@test "on a host without MOSIX ranks are native, and tcp is between" {
    run_hosts 60 '--nodes 2 --native 1' mpirun "${counted[@]}" -n 3 "$programs/everyone"
    assert_success
    # A warning of PRRTE's about setpgid may come before it.
    is_series_5 || assert_equal "${#lines[@]}" 1
    assert_line 'everyone: ok, 3 ranks'
    assert_equal "$(homes)" '10.77.0.1: 1
10.77.0.2: 1'
    assert_equal "$(census_lines mosrun=yes) $(census_lines mosrun=no)" '2 1'
    assert_equal "$(census_btls | tr '\n' ' ')" "mosix tcp "
    # Who asks is told once for each rank.
    run_hosts 60 '--nodes 2 --native 1' mpirun --mca odls_mosix_verbose 1 -n 3 "$programs/everyone"
    assert_equal "$(count_in_output 'starts natively: neither mossetpe nor')" 1
    assert_line --partial '[node3] odls:mosix: rank 2 of job 1 starts natively'
}

@test "two jobs at once" {
    export census_library
    run_script 90 '--nodes 3' "
        $mosix_mpirun -n 3 $programs/everyone & first=\$!
        $mosix_mpirun --host node3,node2 -n 2 $programs/ring & second=\$!
        wait \$first
        wait \$second"
    assert_mosix_job 5
    assert_equal "$(homes)" '10.77.0.1: 1
10.77.0.2: 2
10.77.0.3: 2'
}

@test "a spawned job on a host that the first one did not have" {
    only_series_4 'add-host is a key of 4.1'
    local attempt
    # MPI_Comm_spawn of 4.1.4 hangs now and then, also without us.
    for attempt in 1 2 3; do
        rm -f "$MOSIX_EMULATOR_LOG"
        run_hosts 30 '--nodes 3' mpirun --host node1 --mca btl 'mosix,self' -n 1 "$programs/spawnrun" \
            add-host=node3 host=node3 2 "$programs/spawnrun" hello
        [ "$status" -eq 124 ] || break
    done
    assert_success
    assert_output --partial '2 children, codes MPI_SUCCESS MPI_SUCCESS'
    assert_equal "$(homes)" '10.77.0.1: 1
10.77.0.3: 2'
}

@test "two jobs on two nodes that meet" {
    only_series_4 'ompi-server is a program of 4.1'
    command -v ompi-server >/dev/null || skip 'ompi-server is not installed'
    export census_library
    # Each mpirun runs on the node of its ranks, because that of 4.1.4 crashes otherwise, also without us.
    run_script 90 '--nodes 2' "
        ompi-server --no-daemonize --report-uri $BATS_TEST_TMPDIR/server &
        until [ -s $BATS_TEST_TMPDIR/server ]; do sleep 0.1; done
        meet=\"--mca pmix_server_uri file:$BATS_TEST_TMPDIR/server -n 2\"
        $mosix_mpirun \$meet --host node1 $programs/connect accept $BATS_TEST_TMPDIR/port & first=\$!
        try-node run 2 $mosix_mpirun \$meet --host node2 $programs/connect meet $BATS_TEST_TMPDIR/port
        wait \$first"
    assert_mosix_job 4
    assert_equal "$(homes)" '10.77.0.1: 2
10.77.0.2: 2'
}

@test "a killed mpirun leaves nothing on any node" {
    only_series_4 'ranks of a killed mpirun stay, also without us'
    # shellcheck disable=SC2016 # for the other shell
    PIDS=$BATS_TEST_TMPDIR/pids PROGRAM=$programs/aborts run_script 90 '--nodes 3' '
        mpirun --mca btl mosix,self -n 6 $PROGRAM $PIDS >/dev/null 2>&1 &
        until [ "$(cat $PIDS 2>/dev/null | wc -l)" = 6 ]; do sleep 0.1; done
        kill -KILL $!
        wait || :
        for ((tenths = 200; tenths > 0; tenths--)); do
            left=$(pgrep -a -f "orted|aborts|mosrun" | grep -v bash || :)
            [ -n "$left" ] || break
            sleep 0.1
        done
        echo "left: $left"'
    assert_success
    assert_line 'left: '
}

@test "many ranks over 8 nodes" {
    [ -n "${MOSIX_TEST_RANKS:-}" ] ||
        skip 'too much for every day: MOSIX_TEST_RANKS=128 runs it, in half a minute on two processors'
    local began=$SECONDS
    export census_library
    # shellcheck disable=SC2154 # cluster.bash sets it
    run_script 900 '--nodes 8' "$sampling
        $mosix_mpirun -n $MOSIX_TEST_RANKS $programs/everyone 1 & job=\$!
        while kill -0 \$job 2>/dev/null; do
            sleep 3
            sample 1 rank \$(pgrep -x everyone)
        done
        wait \$job"
    local own shared descriptors
    own=$(largest rank 4 1 1) shared=$(largest rank 5 1 1) descriptors=$(largest rank 6 1 1)
    echo "# seconds: $((SECONDS - began)); most of a rank: $own KiB of its own, $shared KiB shared, $descriptors descriptors" >&3
    assert_mosix_job "$MOSIX_TEST_RANKS"
    # A third more than what contrib/emulator/README.md says of 256 ranks; of descriptors, 128 are send boxes at most.
    ((own > 0 && own <= 6300)) || fail "a rank had $own KiB of its own"
    ((shared <= 12000)) || fail "a rank had $shared KiB of shared memory"
    ((descriptors <= 160)) || fail "a rank had $descriptors descriptors"
}
