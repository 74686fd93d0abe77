# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2154,SC2034 # the parts share their variables
#
# QEMU: starts the nodes, wires them, and passes on what they say. Nobody outside can reach them:
# the wires are unix sockets in $run, and there is no port. QEMU dies with this shell.

qemu='qemu-system-x86_64'
machine=(-nodefaults -no-user-config -M pc -no-reboot -display none)
# A group of its own, so that whatever a wrapper around QEMU started ends as well.
grouped=(setsid)
# In front of a program: it does not outlive this shell, not even if that is killed by kill -9.
tied=(setpriv --pdeathsig KILL)
qemus=()

# kvm_works: known only by trying, since /dev/kvm may be there and good for nothing. Tried once
# after each start of this machine.
kvm_works() {
    local known answer=no
    [ -r /dev/kvm ] && [ -w /dev/kvm ] || return 1
    known=$cache/kvm-$(cat /proc/sys/kernel/random/boot_id)-$(id -u)
    if [ -e "$known" ]; then
        answer=$(cat "$known")
    else
        timeout -k 1 10 $qemu "${machine[@]}" -accel kvm -cpu host -m 256 -serial stdio \
            -kernel "$base/vmlinuz" -initrd "$base/initrd" \
            -append 'console=ttyS0 quiet panic=-1 only-say-hello' 2>&1 </dev/null |
            grep -q 'mosix-vm says hello' && answer=yes
        { echo "$answer" >"$known"; } 2>/dev/null
    fi
    [ "$answer" = yes ]
}

choose_accelerator() {
    if kvm_works; then
        accelerator=(-accel kvm -cpu host)
    else
        accelerator=(-accel "tcg,thread=multi" -cpu max)
    fi
}

# wire NODE: append its end of the network to devices. The machine of node 1 is the hub that the
# others plug into.
wire() {
    local other
    if [ "$1" -gt 1 ]; then
        devices+=(-netdev "stream,id=net,server=off,addr.type=unix,addr.path=wire.$1")
    else
        devices+=(-netdev "hubport,id=net,hubid=0")
        for ((other = 2; other <= nodes; other++)); do
            devices+=(
                -netdev "stream,id=wire$other,server=on,addr.type=unix,addr.path=wire.$other"
                -netdev "hubport,id=port$other,hubid=0,netdev=wire$other"
            )
        done
    fi
    devices+=(-device "virtio-net-pci,netdev=net,mac=52:54:00:77:00:0$1")
}

# streams: append the ports by which node 1 says what goes on, and passes on what the command
# writes. Without ioeventfd a guest's write returns only when the host has got it.
streams() {
    local port
    devices+=(-device "virtio-serial-pci,ioeventfd=off")
    for port in control out err; do
        devices+=(-chardev "file,id=$port,path=$port"
            -device "virtserialport,chardev=$port,name=$port")
    done
}

# share NAME DIRECTORY
share() {
    devices+=(-fsdev "local,id=$1,path=${2//,/,,},security_model=none"
        -device "virtio-9p-pci,fsdev=$1,mount_tag=$1")
}

# boot_node NODE
boot_node() {
    local devices=()
    wire "$1"
    share job "$run/job"
    share share "$share"
    [ "$1" -gt 1 ] || streams
    (
        cd -- "$run" || exit
        exec {control}>&- {out}>&- {err}>&-
        exec "${grouped[@]}" "${tied[@]}" $qemu "${machine[@]}" "${accelerator[@]}" \
            -smp "$cpus" -m "$memory" \
            -kernel "$base/vmlinuz" -initrd "$base/initrd" -append \
            "console=ttyS0 quiet panic=-1 mitigations=off net.ifnames=0 node=$1 $append" \
            -drive "id=root,file=${image//,/,,},format=raw,if=none,snapshot=on" \
            -device virtio-blk-pci,drive=root \
            -serial "file:console.$1" "${devices[@]}" </dev/null >"qemu.$1" 2>&1
    ) &
    qemus+=($!)
}

# pass_on NAME DESCRIPTOR: what comes from the fifo of that name, by a helper. It ends when nobody
# holds the fifo any longer, not even this shell.
pass_on() {
    local reader
    exec {reader}<"$run/$1"
    "${tied[@]}" cat <&"$reader" >&"$2" {reader}<&- {control}>&- {out}>&- {err}>&- &
    helpers+=($!)
    exec {reader}<&-
}

# finish_output: wait until all has been passed on. Fails if something could not be written.
finish_output() {
    local helper result=0
    exec {out}>&- {err}>&-
    for helper in "${helpers[@]}"; do
        wait "$helper" || result=1
    done
    helpers=()
    return "$result"
}

# has_lost_output: a helper ends early only when it cannot write.
has_lost_output() {
    local helper
    for helper in "${helpers[@]}"; do
        kill -0 "$helper" 2>/dev/null || return 0
    done
    return 1
}

# boot: all nodes. The hub comes first, because QEMU 7 does not try a second time to plug in.
boot() {
    local node try
    SECONDS=0
    mkfifo "$run/control" "$run/out" "$run/err"
    exec {control}<>"$run/control" {out}<>"$run/out" {err}<>"$run/err"
    pass_on out 1
    pass_on err 2
    boot_node 1
    for ((node = 2; node <= nodes; node++)); do
        for ((try = 0; try < 100; try++)); do
            [ ! -S "$run/wire.$node" ] || break
            sleep 0.1
        done
        boot_node "$node"
    done
}

# complaints: what QEMU and the console of a node say whose machine has ended.
complaints() {
    local node
    for ((node = 1; node <= nodes; node++)); do
        if ! kill -0 "${qemus[node - 1]}" 2>/dev/null; then
            say "the machine of node $node has ended: $(tail -q -n 3 "$run/qemu.$node" \
                "$run/console.$node" 2>/dev/null)"
        fi
    done
}

# follow: what node 1 says until its command has ended, whose status is returned.
follow() {
    local word rest at='the kernel boots'
    while [ "$SECONDS" -lt "$limit" ]; do
        if ! read -r -t 1 -u "$control" word rest; then
            kill -0 "${qemus[0]}" 2>/dev/null || word=failed rest="no answer from node 1: $at"
        fi
        [ -n "$word" ] || ! has_lost_output || return 141
        case $word in
        exit) return "$rest" ;;
        failed) complaints && die "$rest" ;;
        at) at=$rest ;;
        esac
    done
    complaints
    say "still running after $limit seconds (--limit), and ended now: $at"
    return 124
}

# power_off: end what boot started. What the command wrote has been passed on by then.
power_off() {
    local pid
    for pid in "${qemus[@]}"; do
        kill -KILL -- "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null
    done
    for pid in "${qemus[@]}"; do
        wait "$pid" 2>/dev/null
    done
    qemus=()
}
