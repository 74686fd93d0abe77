#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# A node, its link or its daemon for mailboxes is lost while ranks wait. Nobody is told. The job ends
# within 15 seconds, says which rank is lost, and nothing of it is left on the other nodes.

load cluster.bash

setup() {
    cluster_setup
    use_component
    : "${programs:?job.bash sets it}"
}

# Of a job of 3 ranks, which $job starts in the background, $lost does it. Processes of all nodes are seen.
lose="
    eval \"\$job\"
    job=\$!
    for tenths in {1..300}; do
        [ \"\$(pgrep -c -f '^$programs/waits')\" -lt 3 ] || break
        sleep 0.1
    done
    sleep 2
    eval \"\${before:-:}\"
    lost_at=\$(date +%s%N)
    \$lost
    timeout 60 tail --pid=\$job -f /dev/null || kill -KILL \$job
    wait \$job || status=\$?
    echo \"ended with \$status after \$(((\$(date +%s%N) - lost_at) / 1000000)) ms\"
    for tenths in {1..300}; do
        left=\$(pgrep -a -x 'waits|orted|prted' || :; pgrep -a -f '/bin/[m]osenv -' || :)
        [ -n \"\$left\" ] || break
        sleep 0.1
    done
    echo \"left: <\$left>\""

# assert_said RANK ERROR: that rank is said to be lost, because of that. The text of a rank may be garbled, its
# last line is not. With Open MPI 5 these ranks, which never talked, do not know of each other; PRRTE
# says which node is lost, and ends with status 0.
assert_said() {
    if is_series_5; then
        assert_output --partial 'PRTE has lost communication with a remote daemon'
        assert_output --regexp 'Remote daemon: .* on node node3'
    else
        assert_output --regexp "rank \[\[[0-9]+,1\],$1\] \(process [0-9]+ of home node 10\.77\.0\.[0-9]+\) is lost: $2"
        refute_output --partial 'ended with 0 '
    fi
}

# lose WHAT [RANK ERROR]: by try-node. A rank says so if RANK is given.
lose() {
    export lost="try-node $1" status=0
    : "${hosts:=--nodes 3}" "${job:=mpirun --mca btl mosix,self -n 3 $programs/waits recv 60000 &}"
    export job before
    run_script 120 "$hosts" "$lose" 2>&1
    local milliseconds
    milliseconds=$(sed -n 's/^ended with .* after \([0-9]*\) ms$/\1/p' <<<"$output")
    echo "# $1: $milliseconds ms" >&3
    [ $# -eq 1 ] || assert_said "$2" "$3"
    [ "$milliseconds" -le "$(most_milliseconds)" ] || fail "that took $milliseconds ms: $output"
    # PRRTE may leave ranks of mpirun's own node.
    is_series_5 || assert_line 'left: <>'
}

@test "a home node vanishes" {
    lose 'lose 3' 2 'No route to host'
}

@test "a home node vanishes, and mpirun hears of it first" {
    only_series_4 'PRRTE says which node is lost, and that is all'
    job="mpirun --mca btl mosix,self --mca btl_mosix_life_interval 0 -n 3 $programs/waits recv 60000 &"
    lose 'lose 3'
    assert_output --partial 'ORTE has lost communication with a remote daemon'
    assert_line --regexp '^  Node:  node3$'
    assert_line --regexp '^  Job:   \[[0-9]+,1\]$'
    assert_line --regexp '^  Ranks: 2$'
    refute_output --partial 'ended with 0 '
}

@test "a node vanishes where a rank is a guest" {
    only_series_4 'no daemon looks for ranks that are guests'
    job="mpirun --host node1:2,node2 --mca btl mosix,self -n 3 $programs/waits recv 60000 &"
    # shellcheck disable=SC2016,SC2034 # for the other shell
    before='mosmigrate "$(try-node run 2 mosps | awk "/waits/ { print \$1; exit }")" node3; sleep 1'
    lose 'lose 3' 2 'No route to host'
    assert_output --partial 'of home node 10.77.0.2) is lost'
}

@test "the link of a node is cut" {
    lose 'link 3 down' '[012]' 'No route to host'
}

@test "the daemon for mailboxes of a node ends" {
    only_series_4 'ranks that never talked do not look for each other'
    lose 'mail 3 down' 2 'Connection refused'
}

@test "the daemon for mailboxes of a node answers no more" {
    only_series_4 'ranks that never talked do not look for each other'
    [ -n "${MOSIX_TEST_SLOW:-}" ] || skip 'slow: contrib/check --slow runs it'
    lose 'mail 3 silent' 2 'Connection timed out'
}

# The others write to the rank there all the time, and try again for btl_mosix_patience seconds.
@test "the daemon for mailboxes of a node is away for some seconds, and the job goes on" {
    # shellcheck disable=SC2016 # for the other shell
    said=$BATS_TEST_TMPDIR/said job="mpirun --mca btl mosix,self -n 3 $programs/longrun 60" run_script 60 '--nodes 3' '
        $job >$said 2>&1 & job=$!
        until [ "$(grep -c ready $said)" = 3 ]; do sleep 0.1; done
        for how in down silent up; do
            try-node mail 3 $how
            sleep 1.5
        done
        kill -USR2 $(sed -n "s/^longrun: rank 0, pid \([0-9]*\),.*/\1/p" $said)
        wait $job && cat $said'
    assert_success
    assert_output --partial 'longrun: ok, 3 ranks'
}

# Open MPI's own launcher would be used there if nobody had set a parameter of ours.
@test "a node vanishes, and mpirun runs on a host without MOSIX" {
    only_series_4 'PRRTE loads our component only where mosrun is installed'
    [ -n "${MOSIX_TEST_SLOW:-}" ] || skip 'slow: contrib/check --slow runs it'
    hosts='--nodes 2 --native 1'
    job="try-node run 3 mpirun --mca odls_mosix_enable auto --host node1:2,node2 --mca btl mosix,self -n 3 $programs/waits recv 60000 &"
    lose 'lose 2' 2 'No route to host'
}

# Of two jobs with 2 ranks each, all at home on the first node. Rank 0 of one, for which the other one waits, moves to node 2, and both
# ranks of the other move to node 3. Then these nodes vanish, one after the other.
guests="
    export OMPI_MCA_btl_mosix_life_interval=1
    # start JOB: in the background; its ranks are in pids.
    start() {
        mpirun --mca btl mosix,self --host node1:2 -n 2 $programs/waits recv 60000 \$1 & job=\$!
        for tenths in {1..300}; do
            pids=\$(mosps | awk -v name=\" \$1\$\" '\$0 ~ name { print \$1 }')
            [ \"\$(wc -w <<<\"\$pids\")\" -lt 2 ] || break
            sleep 0.1
        done
        sleep 1
    }
    # lose NODE PID...: after these have gone there. The job ends.
    lose() {
        local node=\$1 pid
        shift
        for pid do
            mosmigrate \$pid \$node
        done
        until [ \"\$(mosps | awk -v node=\$node '\$2 == node' | wc -l)\" -eq \$# ]; do sleep 0.1; done
        lost_at=\$(date +%s%N)
        try-node lose \$node
        timeout 60 tail --pid=\$job -f /dev/null || kill -KILL \$job
        wait \$job && status=0 || status=\$?
        echo \"ended with \$status after \$(((\$(date +%s%N) - lost_at) / 1000000)) ms\"
    }
    start one
    lose 2 \${pids%%[!0-9]*}
    start two
    lose 3 \$pids
    sleep 1
    echo \"left: <\$(pgrep -a -x waits || :)>\""

@test "the node of a guest vanishes, and one that had all ranks of a job" {
    only_series_4 'no daemon looks for ranks that are guests'
    export status=0
    run_script 180 '--nodes 3' "$guests" 2>&1
    assert_output --regexp 'rank \[\[[0-9]+,1\],0\] \(process [0-9]+ of home node 10\.77\.0\.1\) is lost: No route to host'
    assert_output --partial 'The node on which MOSIX ran a rank does not answer any more'
    assert_output --regexp 'Ran on: +node 3'
    refute_output --regexp 'Ran on: +node 2'
    refute_output --partial 'ended with 0 '
    [ "$(grep -c '^ended with' <<<"$output")" -eq 2 ] || fail "two ends were expected: $output"
    refute_output --regexp 'ended with [0-9]+ after ([2-9][0-9]|1[5-9])[0-9]{3} ms'
    assert_line 'left: <>'
}
