# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC1091,SC2086,SC2154,SC2034,SC2317,SC2016,SC2009 # runner.bash and they share variables
#
# openmpi-mosix's commands on two nodes of real MOSIX, and ranks that ask whether others are there.
# To be started by root, who looks once, and ends node 2 when the last check wants it; all else is
# done by the user mpi.
. ./ending.bash
if [ "$(id -u)" -eq 0 ]; then
    openmpi-mosix doctor >/tmp/doctor.root 2>&1 </dev/null
    openmpi-mosix doctor --nodes >/tmp/doctor.nodes 2>&1 </dev/null
    await_endings 2
    exec runuser -u mpi -- env HOME=/home/mpi USER=mpi LOGNAME=mpi bash "$0" "$@"
fi
. ./runner.bash
. ./jobs.bash

# Nobody keeps the clocks of these machines, which is said as well.
only_the_clock() {
    ! grep -E '^(warning|error) ' <<<"$1" | grep -v '^warning  clock '
}

doctor_finds_nothing() {
    run openmpi-mosix doctor
    only_the_clock "$output" || fail "as the user: $(show)"
    expect_line 'a program under mosrun sends itself a message'
    expect_line 'mpirun starts two ranks under mosrun'
    only_the_clock "$(cat /tmp/doctor.root)" || fail "as root: $(cat /tmp/doctor.root)"
    grep -q '^ok       rseq ' /tmp/doctor.root || fail "as root: $(cat /tmp/doctor.root)"
}
check 'doctor finds nothing wrong on a node that is set up well' doctor_finds_nothing

hostfile_lists() {
    run openmpi-mosix hostfile
    expect_status 0
    expect_line '10.77.0.1 slots=' 1
    expect_line '10.77.0.2 slots=' 1
    expect_line 'this node' 1
}
check 'hostfile lists both nodes' hostfile_lists

ps_shows() {
    start_lonely 3 60
    run openmpi-mosix ps
    expect_status 0
    [ "$(grep -c ' here .* lonely' <<<"$output")" -eq 3 ] || fail "3 ranks here were expected: $(show)"
    run openmpi-mosix ps --json
    expect_status 0
    expect_line '"size": 3' 3
    expect_line '"where": "here", "home": "here", "moves": 0, "frozen": false, "locked": true' 3
    kill -TERM $job
    finish 60
}
check 'ps shows the ranks of a job, also as JSON' ps_shows

migrate_moves() {
    start_lonely 2 120
    run openmpi-mosix migrate :1 node2
    expect_status 0
    await_place 1 2
    run openmpi-mosix migrate :1 home
    expect_status 0
    await_place 1 here
    awk '$2 == 1 && $6 == 2 { found = 1 } END { exit !found }' <<<"$output" ||
        fail "2 moves were expected: $(show)"
    kill -TERM $job
    finish 60
}
check 'migrate moves a rank out and home' migrate_moves

migrate_refuses() {
    local place
    start_lonely 2 120
    for place in 7 10.77.0.9 node9; do
        run openmpi-mosix migrate :1 $place
        expect_status 1
        expect_error "there is no node \"$place\" that answers"
    done
    await_place 1 here
    kill -TERM $job
    finish 60
}
check 'migrate refuses a node that is not there' migrate_refuses

freeze_asks() {
    start_lonely 2 120
    run openmpi-mosix freeze :1
    expect_status 1
    expect_error '--yes'
    kill -0 $job || fail 'the job ended'
    kill -TERM $job
    finish 60
}
check 'freeze asks first, because MOSIX may kill' freeze_asks

kill_ends() {
    start_lonely 2 300
    run openmpi-mosix ps
    run openmpi-mosix kill --signal KILL "$(awk '$2 == 1 { print $1 }' <<<"$output"):1"
    expect_status 0
    finish 60
    expect_failure
}
check 'kill ends a rank, and with it the job' kill_ends

# As the user, who may not look at mosd's environment, and as root.
doctor_asks_all() {
    local found
    run openmpi-mosix doctor --nodes
    only_the_clock "$output" || fail "as the user: $(show)"
    only_the_clock "$(cat /tmp/doctor.nodes)" || fail "as root: $(cat /tmp/doctor.nodes)"
    for found in reached clocks cpus versions maps; do
        grep -q "^ok  *$found " <<<"$output" || fail "\"ok $found\" was expected: $(show)"
        grep -q "^ok  *$found " /tmp/doctor.nodes || fail "as root: $(cat /tmp/doctor.nodes)"
    done
    grep -q '^ok  *receivers ' /tmp/doctor.nodes || fail "as root: $(cat /tmp/doctor.nodes)"
}
check 'doctor --nodes compares both nodes' doctor_asks_all

# The ranks of a job with two home nodes, started by the hostfile that this command prints. /tmp is
# another one on each node. They sleep: in a virtual machine that computes, ssh takes a minute.
homes_are_ordered() {
    local id
    build paced
    cp $work/paced /share/paced
    openmpi-mosix hostfile >/share/hosts || fail 'there is no hostfile'
    start 2 --hostfile /share/hosts --mca odls_mosix_migration_lock 1 /share/paced silent 500
    run openmpi-mosix ps --nodes
    expect_status 0
    expect_line ' here ' 2
    id=$(awk '$3 == 1 { print $2 }' <<<"$output")
    [ -n "$id" ] || fail "rank 1 was expected: $(show)"
    run openmpi-mosix migrate "$id:1" node1 --nodes
    expect_status 0
    await_place 1 1 --nodes
    run openmpi-mosix migrate "$id:1" home --nodes
    expect_status 0
    await_place 1 here --nodes
    run openmpi-mosix kill --signal KILL "$id:1" --nodes
    expect_status 0
    finish 60
    expect_failure
}
check 'ps, migrate and kill --nodes reach the ranks of two home nodes' homes_are_ordered 900

check_judges() {
    build lonely
    run openmpi-mosix check --run $work/lonely 1
    expect_status 0
    expect_line 'it ran to its end under mosrun'
    mpicc -O1 -fno-pie -no-pie -o $work/lonely.fixed lonely.c || fail 'lonely.c could not be built'
    run openmpi-mosix check --run $work/lonely.fixed 1
    expect_status 1
    expect_line 'MOSIX never moves it'
    expect_line 'it ran to its end under mosrun'
    echo 'int main(void) { return 0; }' >$work/static.c
    gcc -static -o $work/static $work/static.c || fail 'static.c could not be built'
    run openmpi-mosix check $work/static
    expect_status 2
}
check 'check judges programs as MOSIX does' check_judges

end_is_explained() {
    build illegal
    run mpirun -n 2 $work/illegal 450
    expect_failure
    expect_error 'illegal system call #450'
    # Lines of help texts are broken.
    errors=$(tr '\n' ' ' <<<"$errors")
    expect_error 'system call .*450.* ends a process under MOSIX 4'
    cp $work/err $work/said
    run openmpi-mosix explain $work/said
    expect_status 0
    expect_line 'illegal system call #450'
    expect_line 'remedy:'
}
check 'the end of a rank by a system call is explained' end_is_explained

best_spreads() {
    build lonely
    start 4 --mca odls_mosix_start_location best $work/lonely 60
    await_place 3 2
    kill -TERM $job
    finish 60
}
check 'start_location=best gives ranks to both nodes' best_spreads

waits_in_peace() {
    start_lonely 2 60
    finish 180
    expect_status 0
    expect_line 'value 7' 2
}
check 'a rank that waits for a busy one does not take it for gone' waits_in_peace

moves_in_peace() {
    start_lonely 2 60
    run openmpi-mosix migrate :1 node2
    expect_status 0
    await_place 1 2
    finish 180
    expect_status 0
    expect_line 'value 7' 2
}
check 'nor does it take a rank for gone that is moved away meanwhile' moves_in_peace

node_goes() {
    start_lonely 2 300
    run openmpi-mosix migrate :1 node2
    expect_status 0
    await_place 1 2
    end_node 2
    finish 120
    expect_failure
    echo "# after $seconds s"
}
check 'a job ends when the node of a guest is gone' node_goes

conclude
