#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Makes the hosts of an emulated cluster, and runs commands on them. Called by try-cluster, in whose
# namespaces all of it happens, so nothing here has to be undone.
#
#   try-hosts make NODES NATIVE       makes the hosts; the first NODES of them have MOSIX. They run the
#                                     sshd that MOSIX_TRY_SSHD names, if it does
#   try-hosts enter HOST COMMAND...   becomes COMMAND on that host, in the same directory
#
# Hosts share one namespace of process IDs, so each sees the processes of all. Each has a network, a
# name, an /etc, a /dev/shm and a directory for temporary files of its own; the rest of the file system
# is the same.

set -eu

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
state=/run/mosix-emulator
network=10.77.0
sshd=${MOSIX_TRY_SSHD:-}

die() {
    echo "openmpi-mosix-try: $*" >&2
    exit 1
}

# What hosts share. /run itself is a new one, so that nothing appears in that of the machine.
make_state() {
    mount -t tmpfs -o mode=755 run /run
    mkdir -p /run/lock "$state/mail" "$state/settings" "$state/tmp"
    chmod 1777 /run/lock
    : >"$state/nodes"
    : >"$state/hosts"
    : >"$state/hostfile"
    printf '+%.0s' {1..256} >"$state/state"
    local number
    for ((number = 1; number <= nodes + native; number++)); do
        echo "node$number slots=1" >>"$state/hostfile"
        ((number <= nodes)) || continue
        echo "$number $network.$number node$number" >>"$state/nodes"
        mkdir -m 1777 "$state/mail/$network.$number"
    done
}

# Their own /etc: what they change of it is in $own, and nobody else sees it.
make_etc() {
    mkdir -p "$own/etc" "$own/work"
    mount -t overlay -o "lowerdir=/etc,upperdir=$own/etc,workdir=$own/work" overlay /etc
    echo "$name" >/etc/hostname
    {
        printf '127.0.0.1 localhost\n'
        local number
        for ((number = 1; number <= nodes + native; number++)); do
            echo "$network.$number node$number"
        done
    } >/etc/hosts
    rm -rf /etc/mosix
    [ "$kind" = mosix ] || return 0
    mkdir -p /etc/mosix/var
    echo "$address" >/etc/mosix/mosip
    echo "$network.1 $nodes" >/etc/mosix/mosix.map
    (umask 077 && echo emulator >/etc/mosix/secret)
}

# The variables of a host, those of the user and its own, for the process that stands for it.
become_host() {
    unset MOSIX_TRY_SSHD
    export HOSTNAME=$name TMPDIR=$state/tmp MOSIX_EMULATOR_CLUSTER=$state \
        MOSIX_EMULATOR_SETTINGS=$state/settings
    if [ "$kind" = mosix ]; then
        export MOSIX_EMULATOR_HOME=$address PATH=$here:$PATH
    else
        # Only the control of the hosts is there, none of MOSIX's programs.
        mkdir -p "$own/bin"
        ln -s "$here/try-node" "$own/bin"
        export PATH=$own/bin:$PATH
        unset MOSIX_EMULATOR_HOME
    fi
    exec sleep infinity >/dev/null 2>&1
}

# host NUMBER: what runs in the new namespaces of that host; stays, and so keeps them.
run_host() {
    own=$state/host$number
    mkdir -p "$own"
    echo "$name" >/proc/sys/kernel/hostname
    make_etc
    mount -t tmpfs -o mode=1777 tmp "$state/tmp"
    [ ! -d /dev/shm ] || mount -t tmpfs -o mode=1777 shm /dev/shm
    # Process 1 is where the bridge is.
    ip -batch - <<END
link set lo up
link add eth0 type veth peer name port$number netns 1
address add $address/24 broadcast + dev eth0
link set eth0 up
END
    [ -z "$sshd" ] || "$here/try-sshd" start "$number" "$address"
    echo $$ >"$own/pid.new"
    mv "$own/pid.new" "$own/pid"
    become_host
}

# Waits until all hosts are there, and notes which process stands for which. Its environment, which is that
# of the host, is complete when it has become sleep.
await_hosts() {
    local number pid tries=0
    for ((number = 1; number <= nodes + native; number++)); do
        until pid=$(cat "$state/host$number/pid" 2>/dev/null) &&
            [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = sleep ]; do
            if ((tries++ == 1500)) || [ -z "$(jobs -r)" ]; then
                die "host $number could not be made"
            fi
            sleep 0.02
        done
        kind=mosix
        ((number <= nodes)) || kind=native
        echo "$number $network.$number node$number $kind $pid" >>"$state/hosts"
        echo "link set port$number master bridge up" >>"$state/ports"
    done
}

make_hosts() {
    make_state
    [ -z "$sshd" ] || "$here/try-sshd" keys "$network"
    ip -batch - <<END
link set lo up
link add bridge type bridge forward_delay 0
link set bridge up
END
    local number
    for ((number = 1; number <= nodes + native; number++)); do
        # Without the terminal, whose signals are for the command alone.
        setsid unshare --mount --net --uts "$here/try-hosts" host "$nodes" "$native" "$number" \
            </dev/null &
    done
    await_hosts
    ip -batch "$state/ports"
}

verb=$1
shift
case $verb in
make)
    nodes=$1 native=$2
    make_hosts
    ;;
host)
    nodes=$1 native=$2 number=$3
    name=node$number address=$network.$number kind=mosix
    ((number <= nodes)) || kind=native
    run_host
    ;;
enter)
    export MOSIX_EMULATOR_CLUSTER=$state
    if [ "${MOSIX_EMULATOR_BALANCE:-0}" = 1 ]; then
        # Until this process ends, which becomes the command.
        MOSIX_EMULATOR_HOME=$network.1 MOSIX_EMULATOR_SETTINGS=$state/settings \
            "$here/mosbalance" $$ </dev/null >/dev/null 2>&1 &
    fi
    exec "$here/try-node" enter "$@"
    ;;
*) die "try-hosts: unknown verb $verb" ;;
esac
