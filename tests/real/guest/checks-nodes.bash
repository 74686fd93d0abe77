# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC1091,SC2086,SC2154,SC2034,SC2317 # runner.bash and they share variables
#
# Jobs whose ranks have three home nodes of real MOSIX, and the loss of these nodes. To be started by
# root, who ends nodes 2 and 3 when the last checks want it; all else is done by the user mpi.
. ./ending.bash
if [ "$(id -u)" -eq 0 ]; then
    await_endings 2 3
    exec runuser -u mpi -- env HOME=/home/mpi USER=mpi LOGNAME=mpi bash "$0" "$@"
fi
. ./runner.bash
. ./jobs.bash

# All nodes see it.
work=/share/checks
mkdir -p $work
everywhere='--host node1:2,node2:2,node3:2 --mca btl mosix,self'

# What MOSIX itself does with messages of processes that all begin at once. Some first ones may be lost, for which btl
# mosix is prepared, but no others.
first_messages() {
    local attempt
    gcc -D_GNU_SOURCE -O1 -fPIE -pie -o $work/mesh mesh.c || fail 'mesh.c could not be built'
    cat >$work/mesh.sh <<'END'
#!/bin/sh
malloc=
[ "$(getconf GNU_LIBC_VERSION)" = 'glibc 2.31' ] || malloc=-aLD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2
home=$(ip -4 -o addr show | sed -n 's/.* \(10\.77\.0\.[0-9]*\).*/\1/p' | head -n 1)
exec mosrun -h -L -e $malloc -aGLIBC_TUNABLES=glibc.pthread.rseq=0 \
    "${0%.sh}" "$1" 6 "$OMPI_COMM_WORLD_RANK" "$home" 5
END
    chmod 755 $work/mesh.sh
    for attempt in 1 2 3 4 5; do
        mkdir -p $work/mesh.$attempt
        run mpirun -n 6 --host node1:2,node2:2,node3:2 --mca odls_mosix_enable never \
            $work/mesh.sh $work/mesh.$attempt
        expect_status 0
        expect_line ' later 0' 6
        awk '/^mesh:/ { first += $3; refused += $5; lost += $7 }
            END { printf "# %d first messages: %d refused, %d lost\n", first, refused, lost }
            /^refused:/ { print "# " $0 }' <<<"$output"
    done
}
check 'of messages without MPI only first ones are lost' first_messages 1200

sizes_arrive() {
    build sizes
    job 6 $everywhere $work/sizes 17
    expect_status 0
    expect_line 'sizes: ok, 6 ranks'
    expect_carried 6
}
check 'all sizes up to 128 KiB, 6 ranks at home on three nodes' sizes_arrive 1200

collectives_agree() {
    build collectives
    job 6 $everywhere $work/collectives
    expect_status 0
    expect_line 'collectives: ok, 6 ranks'
    expect_carried 6
}
check 'collectives, 6 ranks at home on three nodes' collectives_agree 1200

two_jobs() {
    local other
    build longrun
    mpirun -n 3 $everywhere --map-by node $work/longrun 10 >$work/other.out 2>$work/other.err </dev/null &
    other=$!
    run mpirun -n 3 $everywhere --map-by node $work/longrun 10
    expect_status 0
    expect_line 'longrun: ok, 3 ranks'
    wait $other || fail "the other job ended with $?: $(cat $work/other.err)"
    grep -q 'longrun: ok, 3 ranks' $work/other.out || fail "the other job: $(cat $work/other.out $work/other.err)"
}
check 'two jobs at once on three nodes' two_jobs 1200

# Each rank to the next node and home again, by the command that users have. It asks nodes by ssh, which takes long
# where nodes have one emulated processor, and ranks that use all of it.
homes_move() {
    local id rank all='--nodes --timeout 120'
    build longrun
    start 3 --host node1,node2,node3 --mca odls_mosix_migration_lock 1 $work/longrun 3600 200
    run openmpi-mosix ps $all
    id=$(awk '$3 == 1 { print $2 }' <<<"$output")
    [ -n "$id" ] || fail "rank 1 was expected: $(show)"
    for rank in 0 1 2; do
        run openmpi-mosix migrate "$id:$rank" node$(((rank + 1) % 3 + 1)) $all
        expect_status 0
        await_place $rank $(((rank + 1) % 3 + 1)) "$all"
    done
    for rank in 0 1 2; do
        run openmpi-mosix migrate "$id:$rank" home $all
        expect_status 0
        await_place $rank here "$all"
    done
    kill -USR2 "$(sed -n 's/^longrun: rank 0, pid \([0-9]*\), ready$/\1/p' $work/job.out)"
    finish 300
    expect_status 0
    expect_line 'longrun: ok, 3 ranks'
}
check 'ranks of three home nodes move to the next one and home while they talk' homes_move 1800

# lose NODE TEXT...: the job ends within 15 seconds with a message that says who is lost.
lose() {
    local node=$1
    shift
    end_node "$node"
    finish 120
    expect_failure
    expect_error "$@"
    echo "# ended $seconds s after node $node"
    [ "$seconds" -le 15 ] || fail "that took $seconds s: $(show)"
}

guests_lost() {
    local rank
    start_lonely 2 600
    for rank in 0 1; do
        run openmpi-mosix migrate ":$rank" node2
        expect_status 0
        await_place $rank 2
    done
    # The launcher looks every 10 seconds at least where the ranks are.
    sleep 12
    lose 2 'Ran on:     node 2'
}
check 'a job ends when the node is gone where all its ranks are guests' guests_lost 900

home_lost() {
    start_lonely 2 600 --host node1,node3
    lose 3 'rank .*,1\] .* is lost|^  Ranks: 1$'
}
check 'a job ends when the home node of a rank is gone' home_lost 900

conclude
