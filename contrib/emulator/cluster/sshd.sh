#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# sshd on the hosts of an emulated cluster, for openmpi-mosix-try --sshd. Called by try-hosts, in whose
# namespaces all of it happens, so nothing here has to be undone; the last call is sshd's own.
# MOSIX_TRY_SSHD is the program.
#
#   try-sshd keys NETWORK           makes the keys, and tells ssh and sshd of them
#   try-sshd start NUMBER ADDRESS   starts it on the host where this is called; it can be reached then
#   try-sshd session NUMBER         runs what was said to ssh, on the host with that number

set -eu

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
state=/run/mosix-emulator
keys=$state/ssh

die() {
    echo "openmpi-mosix-try: $*" >&2
    exit 1
}

make_keys() {
    local name
    # Debian's sshd wants the first one.
    mkdir -p /run/sshd "$keys"
    chmod 755 /run/sshd
    for name in host user; do
        ssh-keygen -q -t ed25519 -N '' -C "$name of emulated hosts" -f "$keys/$name" ||
            die 'ssh-keygen could not make a key'
    done
    echo "node*,$1.* $(cat "$keys/host.pub")" >"$keys/known_hosts"
    cat >"$keys/config" <<END
Host node* $1.*
    IdentityFile $keys/user
    IdentitiesOnly yes
    GlobalKnownHostsFile $keys/known_hosts
    UserKnownHostsFile /dev/null
    StrictHostKeyChecking yes
    UpdateHostKeys no
    ControlPath none
    LogLevel ERROR
END
    # No terminals: sshd would note who has one in files of this machine.
    cat >"$keys/sshd_config" <<END
HostKey $keys/host
AuthorizedKeysFile $keys/user.pub
AuthenticationMethods publickey
StrictModes no
AllowUsers root
PermitRootLogin prohibit-password
UsePAM no
UseDNS no
PermitTTY no
PermitUserRC no
X11Forwarding no
MaxStartups 200
END
}

# The host has an /etc of its own.
prepare_etc() {
    grep -q '^sshd:' /etc/passwd || echo 'sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin' >>/etc/passwd
    # Without PAM, who has no password counts as locked.
    [ ! -e /etc/shadow ] || sed -i 's/^root:!/root:*/' /etc/shadow
    mkdir -p /etc/ssh
    { echo "Include $keys/config" && cat /etc/ssh/ssh_config; } >"$own/ssh_config" 2>/dev/null || :
    cp "$own/ssh_config" /etc/ssh/ssh_config
}

start() {
    local own=$state/host$1
    prepare_etc
    "$MOSIX_TRY_SSHD" -D -E "$own/sshd.log" -f "$keys/sshd_config" -o "ListenAddress=$2" -o "PidFile=$own/sshd.pid" \
        -o "ForceCommand=$(printf %q "$here/try-sshd") session $1" </dev/null >/dev/null 2>&1 &
    # It writes that file when it listens.
    until [ -s "$own/sshd.pid" ]; do
        kill -0 $! 2>/dev/null || die "$MOSIX_TRY_SSHD does not start: $(tail -n 3 "$own/sshd.log" 2>&1)"
        sleep 0.02
    done
}

verb=${1:-}
shift || :
case $verb in
keys) make_keys "$@" ;;
start) start "$@" ;;
session)
    # shellcheck disable=SC2016 # for the shell there
    words='exec "${SHELL:-/bin/sh}"'
    MOSIX_EMULATOR_CLUSTER=$state exec "$here/try-node" run "$1" "${SSH_ORIGINAL_COMMAND:-$words}"
    ;;
*) die "try-sshd: unknown verb $verb" ;;
esac
