#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# Emulated hosts are made, and go, whatever ends them.

load cluster.bash

setup() {
    cluster_setup
    export CLUSTER_MARK=$BATS_TEST_TMPDIR
}

# What could be left on this machine.
traces() {
    ip -o link | sed 's/^[0-9]*: //'
    cut -d' ' -f2- /proc/self/mounts
    ls /run
    find /tmp -maxdepth 1 -name 'ompi.node*'
    ls -d /etc/mosix 2>&1 || true
    ls -lR ~/.ssh 2>&1 || true
    ip netns list
}

# Processes that have the mark of this test, but for those of the test itself.
marked() {
    grep -lzs "^CLUSTER_MARK=$CLUSTER_MARK\$" /proc/[0-9]*/environ | cut -d/ -f3 |
        while read -r pid; do
            ! grep -qs sleep "/proc/$pid/comm" || echo "$pid"
        done
}

# begin_hosts: hosts, with a process on each, in the background: $hosts.
begin_hosts() {
    traces >"$BATS_TEST_TMPDIR/before"
    # shellcheck disable=SC2016 # for the other shell
    setsid "$top_srcdir/contrib/try" --nodes 2 --native 1 bash -euc '
        for host in 2 3; do
            try-node run $host "trap : INT TERM; echo ready; sleep 300" &
        done
        echo ready; sleep 300' >"$BATS_TEST_TMPDIR/said" 2>&1 </dev/null 3>&- &
    hosts=$!
    wait_for 20 "$BATS_TEST_TMPDIR/said" ready 3
    assert_not_equal "$(marked)" ''
}

# nothing_left: within five seconds.
nothing_left() {
    local tenths
    for ((tenths = 50; tenths > 0; tenths--)); do
        [ -n "$(marked)" ] || break
        sleep 0.1
    done
    assert_equal "$(marked)" ''
    traces >"$BATS_TEST_TMPDIR/after"
    run diff "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
    assert_output ''
}

@test "each host has a name, an address and a configuration of MOSIX, and all reach each other" {
    # shellcheck disable=SC2016 # for the other shell
    run_script 30 '--nodes 2 --native 1' '
        for host in node1 2 10.77.0.3; do
            try-node run $host "uname -n; ip -o -4 addr show eth0; cat /etc/mosix/mosip /etc/mosix/mosix.map; mossetpe -r; mktemp"
        done
        try-node list' 2>&1
    assert_success
    for number in 1 2 3; do
        assert_line "node$number"
        assert_output --partial "inet 10.77.0.$number/24"
    done
    for number in 1 2; do
        assert_line "10.77.0.$number"
        assert_output --partial "This MOSIX node is: 10.77.0.$number (node$number)"
        assert_line "$number   10.77.0.$number       node$number    mosix   up"
    done
    # As MOSIX reads it: the first address, and how many.
    assert_line '10.77.0.1 2'
    assert_line '3   10.77.0.3       node3    native  up'
    # As bash says it, or dash.
    assert_output --regexp 'mossetpe: (command )?not found'
}

@test "the command has its directory, words, input, output, errors and status, and no hosts outlive it" {
    traces >"$BATS_TEST_TMPDIR/before"
    cd "$BATS_TEST_TMPDIR"
    # shellcheck disable=SC2016 # for the other shell
    run --separate-stderr timeout 20 "$top_srcdir/contrib/try" --nodes 1 \
        sh -c 'pwd; cat; printf "<%s>" "$@"; echo wrong >&2; sleep 300 & exit 7' sh 'a  b' "c'd" '' <<<input
    assert_failure 7
    assert_output "$BATS_TEST_TMPDIR
input
<a  b><c'd><>"
    # shellcheck disable=SC2154 # bats sets it
    assert_equal "$stderr" wrong
    # shellcheck disable=SC2016 # for the other shell
    run "$top_srcdir/contrib/try" --nodes 1 sh -c 'kill -KILL $$'
    assert_failure 137
    nothing_left
}

@test "^C reaches the command, and leaves nothing" {
    traces >"$BATS_TEST_TMPDIR/before"
    cd "$BATS_TEST_TMPDIR"
    command -v script >/dev/null || skip 'this needs script (Debian: bsdutils or util-linux)'
    mkfifo keys
    SHELL=/bin/bash timeout 60 script -qefc "$top_srcdir/contrib/try --nodes 2 bash -c '
        trap \"echo interrupted; exit 3\" INT; echo ready; while :; do sleep 0.1; done'" \
        /dev/null <keys >"$BATS_TEST_TMPDIR/said" 3>&- &
    hosts=$!
    exec 4>keys
    wait_for 20 "$BATS_TEST_TMPDIR/said" ready 1
    printf '\003' >&4
    status=0
    wait "$hosts" || status=$?
    exec 4>&-
    assert_equal "$status" 3
    assert_equal "$(grep -c interrupted "$BATS_TEST_TMPDIR/said")" 1
    nothing_left
}

@test "SIGKILL leaves nothing" {
    begin_hosts
    kill -KILL "$hosts"
    wait "$hosts" || true
    nothing_left
}

@test "SIGTERM reaches the command, and leaves nothing" {
    begin_hosts
    kill -TERM "$hosts"
    status=0
    wait "$hosts" || status=$?
    assert_equal "$status" 143
    nothing_left
}

@test "a lost host has no process, and a cut link no way; the others go on" {
    # shellcheck disable=SC2016 # for the other shell
    run_script 40 '--nodes 3 --native 1' '
        try-node run 2 "exec sleep 301" & agent=$!
        try-node run 3 "exec sleep 302" &
        until [ "$(pgrep -c -f "^sleep 30[12]")" = 2 ]; do sleep 0.1; done
        try-node lose 2
        try-node link 4 down
        pgrep -a -f "^sleep 30[12]" | cut -d" " -f2-
        kill -0 $agent && echo "nobody noticed"
        try-node run 2 true || echo "run: $?"
        try-node link 2 up || echo "link: $?"
        bash -c "echo >/dev/tcp/10.77.0.3/9" || :
        timeout 1 bash -c "echo >/dev/tcp/10.77.0.4/9" || echo "cut: $?"
        try-node list
        try-node link 4 up
        timeout 20 bash -c "until (echo >/dev/tcp/10.77.0.4/9) 2>&1 | grep refused; do :; done" && echo mended' 2>&1
    assert_success
    refute_line 'sleep 301'
    refute_output --partial Killed
    assert_line 'sleep 302'
    assert_line 'nobody noticed'
    assert_line 'try-node: connect to host node2: No route to host'
    assert_line 'run: 255'
    assert_line 'try-node: node2 is lost, so this cannot be changed'
    assert_line 'link: 1'
    assert_output --partial 'Connection refused'
    assert_line 'cut: 124'
    assert_line '2   10.77.0.2       node2    mosix   lost'
    assert_line '4   10.77.0.4       node4    native  cut'
    assert_line mended
}

# find_sshd: its package may start a server for this machine, so it may not be there.
find_sshd() {
    export MOSIX_TRY_SSHD=${MOSIX_TRY_SSHD:-$(PATH=$PATH:/usr/sbin && command -v sshd)}
    if [ -z "$MOSIX_TRY_SSHD" ] || ! command -v ssh-keygen >/dev/null; then
        skip 'sshd is not installed (Debian: openssh-server); MOSIX_TRY_SSHD may name one that was unpacked elsewhere'
    fi
}

@test "with --sshd, ssh and mpirun reach all hosts by keys of their own, of which nothing is left" {
    find_sshd
    traces >"$BATS_TEST_TMPDIR/before"
    # shellcheck disable=SC2016 # for the other shell
    run_script 60 '--nodes 2 --native 1 --sshd' '
        for host in node1 10.77.0.2 node3; do
            ssh $host "uname -n; echo \$MOSIX_EMULATOR_HOME; cat; exit 7" <<<"input of $host" || echo "status $?"
        done
        ssh node3 ssh node2 mossetpe -r
        echo "echo a shell" | ssh node2
        ssh -F /dev/null -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes node2 echo welcome || :
        echo "agent: $OMPI_MCA_plm_rsh_agent"
        mpirun --mca btl mosix,tcp,self -n 3 '"$programs"'/everyone
        try-node lose 2
        ssh -o ConnectTimeout=2 node2 true || echo "lost: $?"' 2>&1
    assert_success
    for number in 1 2 3; do
        assert_line "node$number"
    done
    assert_line 10.77.0.2
    assert_line 'input of node3'
    assert_equal "$(count_in_output 'status 7')" 3
    assert_line 'This MOSIX node is: 10.77.0.2 (node2)'
    assert_line 'a shell'
    refute_line welcome
    assert_line --regexp '^agent: ssh -F '
    assert_line 'everyone: ok, 3 ranks'
    assert_line 'lost: 255'
    nothing_left
}

@test "two clusters at once do not meet" {
    # shellcheck disable=SC2016 # for the other shell
    for one in 1 2; do
        "$top_srcdir/contrib/try" --nodes 2 bash -euc "
            try-node run 2 'cat >/dev/shm/name; sleep 1; cat /dev/shm/name' <<<'cluster $one'" \
            >"$BATS_TEST_TMPDIR/said$one" 2>&1 </dev/null 3>&- &
    done
    wait
    assert_equal "$(cat "$BATS_TEST_TMPDIR"/said[12])" 'cluster 1
cluster 2'
}

@test "who is not root is told so, and so is who calls it wrongly" {
    run setpriv --reuid 65534 --regid 65534 --clear-groups \
        "$top_builddir/contrib/emulator/bin/openmpi-mosix-try" --nodes 2 true
    assert_failure 2
    assert_output 'openmpi-mosix-try: --nodes makes networks and mounts, and needs root: run it with sudo, or as root'
    for options in '--nodes 0' '--nodes 08' '--nodes' '--nodes two' '--nodes 60 --native 5' '--native 1' '--sshd' '--nodes=2x'; do
        # shellcheck disable=SC2086 # a list of words
        run "$top_srcdir/contrib/try" $options true
        assert_failure 2
    done
    MOSIX_TRY_SSHD=sshd run "$top_srcdir/contrib/try" --nodes 2 --sshd true
    assert_failure 2
    assert_output --partial 'whole path in MOSIX_TRY_SSHD'
    run "$top_builddir/contrib/emulator/bin/try-node" list
    assert_failure 1
    assert_output 'try-node: there are no hosts here: run it in a cluster, openmpi-mosix-try --nodes 2 try-node list'
    run_script 20 '--nodes 1' 'try-node lose 7'
    assert_failure 1
    assert_output 'try-node: there is no host 7; expected one of: node1'
}
