#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# A job on two nodes, and others that write to its ranks: a process on a node that has nothing to do
# with the job, another user, a process of another job; random, forged, cut and replayed messages.
# And messages of the job itself that arrive twice. All of it is dropped and counted.

load cluster.bash

setup() {
    cluster_setup
    : "${programs:?job.bash sets it}"
    command -v setpriv >/dev/null || skip 'becoming another user needs setpriv (Debian: util-linux)'
    find_allocator
    # A place where every user may run programs.
    place=$(mktemp -d)
    chmod a+rx "$place"
    cp "$programs/flood" "$top_builddir/contrib/emulator/bin/mosrun" \
        "$(realpath "$top_builddir/contrib/emulator/bin/libmosix-emulator.so")" "$place"
    export place
}

teardown() {
    [ -z "${place:-}" ] || rm -r "$place"
}

# dropped WHY: how many messages the ranks dropped for that reason, or for all.
dropped() {
    sed -n "s/.*btl:mosix: \([0-9]*\) messages dropped: $1.*/\1/p" <<<"$output" |
        awk '{ sum += $1 } END { print sum + 0 }'
}

@test "strangers of other nodes, users and jobs are dropped and counted, and the job is right" {
    local under_mosrun="mosrun -e -aLD_PRELOAD=$allocator -aGLIBC_TUNABLES=$GLIBC_TUNABLES ./flood"
    # shellcheck disable=SC2016 # for the other shell
    allocator=$allocator programs=$programs said=$BATS_TEST_TMPDIR/said under_mosrun=$under_mosrun \
        run_script 120 '--nodes 3' '
        mpirun --host node1,node2 --mca btl mosix,self --mca btl_base_verbose 1 -n 2 $programs/load 100 >$said 2>&1 &
        job=$!
        until [ "$(grep -c ", ready" $said)" = 2 ]; do sleep 0.1; done
        targets=
        for rank in 0 1; do
            pids[rank]=$(sed -n "s/^load: rank $rank, pid \([0-9]*\), ready/\1/p" $said)
            targets+=" 10.77.0.$((rank + 1))/${pids[rank]}"
        done
        # Of a node without ranks of the job; another user, on a node of the job; a rank of another job.
        try-node run 3 "cd $place && $under_mosrun 2000 0 $targets"
        try-node run 2 "cd $place && setpriv --reuid 65534 --regid 65534 --clear-groups env -u MOSIX_EMULATOR_LOG ./$under_mosrun 2000 0 $targets"
        mpirun --host node3 -n 1 $place/flood 2000 0 $targets
        kill -USR2 ${pids[0]}
        wait $job
        cat $said'
    assert_success
    assert_equal "$(count_in_output 'flood: 2000 messages')" 3
    assert_output --partial 'load: ok, 2 ranks'
    # A third of it is random; the rest has forged headers, of which some are cut within the header. Replays
    # of forged ones have a wrong cookie as well.
    local foreign forged
    foreign=$(dropped 'not a message of this release')
    forged=$(dropped "does not carry this rank's cookie")
    echo "# $foreign foreign, $forged forged" >&3
    assert_equal "$((foreign + forged)) $(dropped '')" '6000 6000'
    ((foreign >= 1500)) || fail "only $foreign messages were foreign"
    ((forged >= 1500)) || fail "only $forged messages were forged"
    # Only the first one is reported, with its sender.
    assert_output --regexp 'Sender: +process [0-9]+ of home node 10\.77\.0\.[23]'
}

@test "messages of the job that arrive twice are delivered once, and counted" {
    MOSIX_EMULATOR_FAULTS=dup=20 run_hosts 60 '--nodes 2' mpirun "${counted[@]}" "${mosix_only[@]}" \
        --mca btl_base_verbose 1 -n 2 "$programs/ring" 100
    assert_mosix_job 2
    assert_equal "$(dropped 'delivered before')" 2
    assert_equal "$(dropped '')" 2
}
