#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# A node, its link or its daemon for mailboxes is lost while ranks wait. Nobody is told. The job ends
# within 15 seconds, says which rank is lost, and nothing of it is left on the other nodes.

load cluster.bash

setup() {
    cluster_setup
    : "${programs:?job.bash sets it}"
}

# Of a job of 3 ranks on 3 nodes, mpirun on the first. $lost does it. Processes of all nodes are seen.
lose="
    mpirun --mca btl mosix,self -n 3 $programs/waits recv 60000 & job=\$!
    for tenths in {1..300}; do
        [ \"\$(pgrep -c -f '^$programs/waits')\" -lt 3 ] || break
        sleep 0.1
    done
    sleep 2
    lost_at=\$(date +%s%N)
    \$lost
    timeout 60 tail --pid=\$job -f /dev/null || kill -KILL \$job
    wait \$job || status=\$?
    echo \"ended with \$status after \$(((\$(date +%s%N) - lost_at) / 1000000)) ms\"
    for tenths in {1..50}; do
        left=\$(pgrep -a -x 'waits|orted' || :; pgrep -a -f '/bin/[m]osenv -' || :)
        [ -n \"\$left\" ] || break
        sleep 0.1
    done
    echo \"left: <\$left>\""

# lose WHAT RANK ERROR: by try-node; that rank is said to be lost, because of that. The text of a rank may be garbled, its last line is not.
lose() {
    export lost="try-node $1" status=0
    run_script 120 '--nodes 3' "$lose" 2>&1
    local milliseconds load
    milliseconds=$(sed -n 's/^ended with .* after \([0-9]*\) ms$/\1/p' <<<"$output")
    echo "# $1: $milliseconds ms" >&3
    assert_output --regexp "rank \[\[[0-9]+,1\],$2\] \(process [0-9]+ of home node 10\.77\.0\.[0-9]+\) is lost: $3"
    refute_output --partial 'ended with 0 '
    # On a machine that has other work for each processor, all takes longer.
    local limit=15000
    read -r load _ </proc/loadavg
    ((${load%.*} < 2 * $(nproc))) || limit=40000
    [ "$milliseconds" -le "$limit" ] || fail "that took $milliseconds ms: $output"
}

@test "a home node vanishes" {
    lose 'lose 3' 2 'No route to host'
    assert_line 'left: <>'
}

@test "the link of a node is cut" {
    lose 'link 3 down' '[012]' 'No route to host'
    assert_line 'left: <>'
}

@test "the daemon for mailboxes of a node ends" {
    lose 'mail 3 down' 2 'Connection refused'
    assert_line 'left: <>'
}
