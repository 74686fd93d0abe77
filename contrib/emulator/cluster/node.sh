#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# The control of an emulated cluster, for use in it; see usage().

set -eu

usage() {
    cat <<END
usage: try-node list
       try-node run HOST COMMAND...
       try-node lose HOST
       try-node link HOST down|up
       try-node mail HOST down|silent|up

Works in the cluster that "openmpi-mosix-try --nodes" makes. HOST is a number, a name or an address.
  list   prints number, address, name, kind and state of each host
  run    runs a command as ssh would: by a shell, in the home directory, with the host's environment
  lose   ends all processes and guests of the host at once and cuts its link, as if its power had
         failed
  link   cuts the link of the host: nothing passes, and no connection is closed
  mail   ends the daemon that takes messages for the mailboxes of the host, or lets it answer no more
END
}

die() {
    echo "try-node: $*" >&2
    exit 1
}

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
state=${MOSIX_EMULATOR_CLUSTER:-}
# The letters are those of the emulator's library (cluster_map.c).
declare -A words=([+]=up [x]=lost [l]=cut [m]=no-mail [t]=silent-mail)

# find_host HOST: sets number, address, name, kind and pid.
find_host() {
    while read -r number address name kind pid; do
        case $1 in
        "$number" | "$address" | "$name") return 0 ;;
        esac
    done <"$state/hosts"
    return 1
}

needs_host() {
    find_host "$1" || die "there is no host $1; expected one of: $(cut -d' ' -f3 "$state/hosts" | paste -sd' ')"
}

state_of() {
    dd if="$state/state" bs=1 skip=$(($1 - 1)) count=1 status=none
}

set_state() {
    printf %s "$2" | dd of="$state/state" bs=1 seek=$(($1 - 1)) conv=notrunc status=none
}

list() {
    while read -r number address name kind pid; do
        printf '%-3s %-15s %-8s %-7s %s\n' "$number" "$address" "$name" "$kind" \
            "${words[$(state_of "$number")]}"
    done <"$state/hosts"
}

# on_host WORD...: becomes these words in the namespaces and with the environment of the host.
on_host() {
    local environment
    mapfile -d '' -t environment <"/proc/$pid/environ"
    exec nsenter --target "$pid" --mount --net --uts env -i "${environment[@]}" "$@"
}

# The command of the user: on that host, and otherwise as if it were started here.
enter() {
    needs_host "$1"
    shift
    # Another namespace of mounts begins at the root.
    # shellcheck disable=SC2016 # for the other shell
    on_host sh -c 'cd -- "$1" || exit; shift; exec "$@"' openmpi-mosix-try "$PWD" "$@"
}

# As ssh: words become one line, which a shell reads.
run() {
    local status=0
    # Options of ssh, which launchers may add, mean nothing here.
    while [[ ${1:-} == -* ]]; do
        shift
    done
    [ $# -gt 1 ] || die 'run: expected a host and a command'
    find_host "$1" || {
        echo "try-node: Could not resolve hostname $1: Name or service not known" >&2
        exit 255
    }
    shift
    case $(state_of "$number") in
    x | l)
        echo "try-node: connect to host $name: No route to host" >&2
        exit 255
        ;;
    esac
    # This shell itself is not to tell how the other one ended.
    # shellcheck disable=SC2016 # for the other shell
    { (on_host sh -c 'cd -- "${HOME:-/}" 2>/dev/null || cd /; exec "${SHELL:-/bin/sh}" -c "$1"' \
        sh "$*" 2>&3 3>&-) || status=$?; } 3>&2 2>/dev/null
    # Nobody tells when a host vanishes.
    while [ "$(state_of "$number")" = x ]; do
        sleep 1
    done
    return "$status"
}

# The bridge is where process 1 is.
set_link() {
    nsenter --target 1 --net ip link set "port$number" "$1"
}

processes_on() {
    local network=$1 process
    for process in /proc/[0-9]*; do
        [ "$(readlink "$process/ns/net")" != "$network" ] || echo "${process##*/}"
    done 2>/dev/null
}

# What was a guest there is gone as well; its mosrun, at home, sees to that.
end_guests() {
    local process
    for process in /proc/[0-9]*; do
        [ "$(readlink "$process/exe")" != "$here/mosrun" ] || kill -s CHLD "${process##*/}" || :
    done 2>/dev/null
}

# The link goes first, so that no connection is closed. What a process started meanwhile is found in
# the next round.
lose() {
    local network processes
    network=$(readlink "/proc/$pid/ns/net") || die "$name was lost before"
    # Who is on that host leaves it first.
    if [ "$(readlink /proc/self/ns/net)" = "$network" ]; then
        exec nsenter --target 1 --net "$0" lose "$number"
    fi
    set_state "$number" x
    set_link down
    while processes=$(processes_on "$network") && [ -n "$processes" ]; do
        # shellcheck disable=SC2086 # a list of numbers
        kill -KILL $processes 2>/dev/null || :
        sleep 0.01
    done
    end_guests
}

# expect_state LETTERS: a host is in one state at a time.
expect_state() {
    local letter
    letter=$(state_of "$number")
    [[ $1 == *"$letter"* ]] || die "$name is ${words[$letter]}, so this cannot be changed"
}

change_link() {
    expect_state +l
    set_link "$1"
    case $1 in
    down) set_state "$number" l ;;
    up) set_state "$number" + ;;
    esac
}

change_mail() {
    [ "$kind" = mosix ] || die "$name has no MOSIX"
    expect_state +mt
    case $1 in
    down) set_state "$number" m ;;
    silent) set_state "$number" t ;;
    up) set_state "$number" + ;;
    esac
}

case ${1:-} in
-h | --help)
    usage
    exit 0
    ;;
esac
if [ ! -r "$state/hosts" ]; then
    die 'there are no hosts here: run it in a cluster, openmpi-mosix-try --nodes 2 try-node list'
fi
case $#:${1:-}:${3:-} in
1:list:) list ;;
[0-9]*:enter:?*) shift && enter "$@" ;;
[0-9]*:run:?*) shift && run "$@" ;;
2:lose:) needs_host "$2" && lose ;;
3:link:down | 3:link:up) needs_host "$2" && change_link "$3" ;;
3:mail:down | 3:mail:silent | 3:mail:up) needs_host "$2" && change_mail "$3" ;;
*)
    usage >&2
    exit 2
    ;;
esac
