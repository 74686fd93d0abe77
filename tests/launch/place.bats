#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-3-Clause
#
# start_location = best under MOSIX 4: ranks that start at one time are spread over the nodes of the map
# that answer. Programs that answer as mossetpe, mosctl and mosbestnode do make the cluster.

load ../lib/launch.bash

setup() {
    launch_setup
    put_tool mossetpe "echo 'This MOSIX node is: 10.77.0.1 (node1)'"
    unset OMPI_MCA_odls_mosix_job_id OMPI_MCA_odls_mosix_threads
    # Any library that can be preloaded will do, and no rank depends on what this machine has.
    library=$(ldd "$(command -v bash)" | sed -n 's|.* => \(/[^ ]*/libc\.so\.6\) .*|\1|p')
    export OMPI_MCA_odls_mosix_allocator=$library OMPI_MCA_odls_mosix_start_location=best
}

# put_tool NAME LINE...: a program that stands for one of MOSIX's.
put_tool() {
    printf '%s\n' '#!/bin/sh' "${@:2}" >"$work/bin/$1"
    chmod +x "$work/bin/$1"
}

# A cluster of four nodes of which the third one does not answer.
put_cluster() {
    unshare -m true 2>/dev/null || skip 'this needs a map in /etc/mosix, and so mount namespaces and root'
    mkdir "$work/etc"
    cp -a /etc/. "$work/etc"
    mkdir -p "$work/etc/mosix"
    echo '10.77.0.1 4' >"$work/etc/mosix/mosix.map"
    put_tool mosctl '[ "$2" != 10.77.0.3 ] || { echo "No current information"; exit 0; }' \
        "echo \"\$2\" >>$work/asked" \
        'printf "%s\n" "Status: Up" "Load: 0" "Speed: 10000" "CPUS: 4" "Accept: YES" "Memory: 900/999MB"'
}

# run_there MPIRUN-ARGUMENT...: mpirun, where that map is in /etc/mosix.
run_there() {
    # shellcheck disable=SC2016 # the inner shell's
    run timeout --kill-after=5 30 unshare -m sh -c 'mount --bind "$0" /etc && exec mpirun "$@"' \
        "$work/etc" "$@" </dev/null
}

# places: how many ranks started where, without the launcher's trial of mosrun.
places() {
    grep -v '^mosrun -e -h -L /bin/true$' "$STARTS" | grep -o -e ' -[0-9.]* ' -e ' -h ' -e ' -b ' | sort | uniq -c | xargs
}

@test "16 ranks that start at one time do not all choose the same node" {
    put_cluster
    run_there -n 16 /bin/true
    assert_success
    assert_equal "$(places)" '5 -10.77.0.2 5 -10.77.0.4 6 -h'
    assert_equal "$(grep -c -e '-10.77.0.* -F ' "$STARTS")" 10
    # mpirun of 4.1 asks once; of 5, every rank has an agent.
    [[ -n "$(find "$work/components" -name 'mosix-agent')" ]] || assert_equal "$(wc -l <"$work/asked")" 3
}

@test "a start that must not be elsewhere, and ranks that no node has room for" {
    put_cluster
    run_there -n 3 --mca odls_mosix_start_elsewhere 0 /bin/true
    assert_success
    assert_equal "$(places)" '1 -10.77.0.2 1 -10.77.0.4 1 -h'
    refute grep -q -e '-F' "$STARTS"
    : >"$STARTS"
    run_there -n 2 --mca odls_mosix_required_memory 2000 /bin/true
    assert_success
    assert_equal "$(places)" '2 -b'
}

@test "without a map MOSIX is asked: a node, or 0 where none is good" {
    [ ! -e /etc/mosix/mosix.map ] || skip 'this machine is a node of MOSIX'
    put_tool mosbestnode "echo \"\$*\" >>$work/asked" 'echo 10.77.0.9'
    run timeout 30 mpirun -n 2 --mca odls_mosix_required_memory 64 /bin/true
    assert_success
    assert_equal "$(places)" '2 -10.77.0.9'
    grep -qx -e -m64 "$work/asked"
    : >"$STARTS"
    put_tool mosbestnode 'echo 0'
    run timeout 30 mpirun -n 2 /bin/true
    assert_success
    assert_equal "$(places)" '2 -b'
}
